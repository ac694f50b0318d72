"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the jobs floor."""

    name = "apps.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the lower floors' ports; no work."""
        from apps.jobs.connections import connect

        connect()
