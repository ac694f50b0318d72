"""The assets app."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """Registers the assets floor."""

    name = "apps.assets"
    default_auto_field = "django.db.models.BigAutoField"
