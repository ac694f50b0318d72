"""Fills the slots in which lower floors ask for work."""

from functools import partial
from uuid import UUID

from apps.assets import ports
from apps.assets.models import Version
from apps.jobs.callbacks import delivering, recording
from apps.jobs.engine import endings, remote, retention, submission
from apps.jobs.health import tallying
from apps.jobs.models import Priority
from apps.jobs.providers.remote import polling, registry
from apps.jobs.providers.remote.submitting import hand_over
from apps.jobs.runtime import chores


def connect() -> None:
    """Connect every port; called once at start-up."""
    ports.request_renditions.fill(submit_renditions)
    endings.on_ending(recording.record)
    remote.fill(hand_over)
    for provider in registry.PROVIDERS:
        # A chore each: a provider that does not answer holds up no other.
        chores.register(
            chores.Chore(
                f"calls-{provider}",
                polling.INTERVAL,
                partial(polling.tick, provider),
                end=partial(polling.finish, provider),
            )
        )
    chores.register(chores.Chore("retention", retention.INTERVAL, retention.tick))
    chores.register(chores.Chore("callbacks", delivering.INTERVAL, delivering.tick))
    chores.register(chores.Chore("figures", tallying.INTERVAL, tallying.tick))


def submit_renditions(version_id: UUID) -> None:
    """Submit the job that makes a version's renditions, after all work a person waits for."""
    version = Version.objects.select_related("asset__team").get(pk=version_id)
    submission.submit(
        "renditions",
        team=version.asset.team,
        user=None,
        params={},
        source=version,
        priority=Priority.LOW,
        title=version.filename[:200],
    )
