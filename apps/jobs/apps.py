"""The jobs app."""

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the jobs floor."""

    name = "apps.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the lower floors' ports and declare the queues; no work."""
        from apps.jobs.connections import connect

        # Doorbells are sent by name, so the actors must be known wherever one may ring.
        import_module("apps.jobs.actors")

        connect()
