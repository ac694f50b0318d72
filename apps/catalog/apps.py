"""The catalog app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the catalog floor."""

    name = "apps.catalog"
    default_auto_field = "django.db.models.BigAutoField"
