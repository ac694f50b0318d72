"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the accounts floor."""

    name = "apps.accounts"
    default_auto_field = "django.db.models.BigAutoField"
