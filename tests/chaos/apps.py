"""Brings the scenario into every process of the stack."""

from django.apps import AppConfig


class ChaosConfig(AppConfig):
    """Registers the pipeline and the client."""

    name = "tests.chaos"
    label = "chaos"

    def ready(self) -> None:
        """Add to the registries; nothing of the studio is replaced but the provider's client."""
        from apps.jobs.pipelines.registry import PIPELINES
        from apps.jobs.providers.remote.registry import PROVIDERS

        from .client import MortalAtelier
        from .pipeline import Chaos

        PIPELINES[Chaos.kind] = Chaos()
        PROVIDERS[MortalAtelier.id] = MortalAtelier
