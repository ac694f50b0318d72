"""The states people ask for, as conditions on jobs; a batch counts by what is in it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.jobs.models import JobStatus

ACTIVE = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.CANCELLING)
"""A machine still has something to do."""

WAITING = (JobStatus.AWAITING_APPROVAL, JobStatus.AWAITING_REVIEW)
"""A person has something to do."""

RESTING = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
"""Nobody has anything to do, unless someone retries."""


@dataclass(frozen=True)
class State:
    """One choice of the monitor's filter."""

    name: str
    label: str | Promise
    statuses: tuple[JobStatus, ...]

    def of_jobs(self) -> Q:
        """Single jobs in this state, and batches with at least one such job."""
        inside = Q()
        for status in self.statuses:
            inside |= Q(is_batch=True, **{f"counts__{status.value}__gt": 0})
        return Q(status__in=self.statuses) | inside

    def of_children(self) -> Q:
        """A batch's jobs in this state."""
        return Q(status__in=self.statuses)


STATES: dict[str, State] = {
    state.name: state
    for state in (
        State("active", _("In progress"), ACTIVE),
        State("review", _("Awaiting review"), WAITING),
        State("failed", _("Failed"), (JobStatus.FAILED,)),
        State("completed", _("Completed"), (JobStatus.COMPLETED,)),
        State("cancelled", _("Cancelled"), (JobStatus.CANCELLED,)),
    )
}
