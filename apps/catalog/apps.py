"""The catalog app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the catalog floor."""

    name = "apps.catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the slots of the assets floor."""
        from apps.assets import ports

        from . import tray
        from .merging import Photographs
        from .naming.writing import names_of

        ports.followers["photographs"] = Photographs()
        ports.arrived.fill(tray.arrived)
        ports.download_names.fill(names_of)
