"""The catalog app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the catalog floor."""

    name = "apps.catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow merges of assets."""
        from apps.assets import ports

        from .merging import Photographs

        ports.followers["photographs"] = Photographs()
