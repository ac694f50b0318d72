"""Fills the slots in which lower floors ask for work."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from apps.accounts import attempts, kept_answers, posting
from apps.accounts import ports as accounts_ports
from apps.accounts.models import PrivacyRequest
from apps.accounts.privacy import requests as privacy
from apps.assets import housekeeping, personal, ports
from apps.assets.models import Version
from apps.jobs.callbacks import delivering, recording
from apps.jobs.engine import endings, remote, retention, submission
from apps.jobs.health import tallying
from apps.jobs.models import Job, JobStatus, Priority
from apps.jobs.providers.remote import polling, registry
from apps.jobs.providers.remote.submitting import hand_over
from apps.jobs.runtime import chores

PRIVACY_INTERVAL = 3600.0
"""Seconds between two looks for copies of personal data whose time is over."""

ANSWERS_INTERVAL = 3600.0
"""Seconds between two sweeps of answers kept for idempotency keys."""

ATTEMPTS_INTERVAL = 3600.0
"""Seconds between two sweeps of counts that say nothing any more."""


def connect() -> None:
    """Connect every port; called once at start-up."""
    ports.request_renditions.fill(submit_renditions)
    ports.forget_versions.fill(forget_renditions)
    accounts_ports.privacy_work.fill(submit_privacy_work)
    accounts_ports.personal_files.fill(personal.files_of)
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
    chores.register(chores.Chore("library", housekeeping.INTERVAL, housekeeping.tick))
    chores.register(chores.Chore("privacy", PRIVACY_INTERVAL, privacy.sweep))
    chores.register(chores.Chore("attempts", ATTEMPTS_INTERVAL, attempts.sweep))
    chores.register(chores.Chore("mail", posting.INTERVAL, posting.tick))
    chores.register(chores.Chore("answers", ANSWERS_INTERVAL, kept_answers.sweep))
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


def forget_renditions(version_ids: Sequence[UUID]) -> None:
    """Remove the ended jobs that made renditions of these versions: nobody sees them."""
    ended = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
    Job.objects.filter(kind="renditions", source__in=version_ids, status__in=ended).delete()


def submit_privacy_work(request_id: UUID) -> None:
    """Submit the job that fulfils a privacy request; it names nobody."""
    request = PrivacyRequest.objects.select_related("person__team", "asked_by").get(pk=request_id)
    submission.submit(
        "privacy",
        team=request.person.team,
        user=request.asked_by,
        params={"request": str(request_id)},
        priority=Priority.HIGH,
        title=str(request.get_kind_display()),
    )
