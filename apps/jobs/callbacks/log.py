"""What was sent, and who may look at it."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.jobs.models import CallbackDelivery, Job

MOST = 20


def visible_deliveries(user: User | AnonymousUser) -> QuerySet[CallbackDelivery]:
    """Deliveries of the jobs this user may see, newest first."""
    return CallbackDelivery.objects.filter(job__in=Job.objects.visible_to(user))


def deliveries_of(job: Job) -> Sequence[CallbackDelivery]:
    """A job's newest deliveries, for its page."""
    return list(job.callbacks.order_by("-event_number")[:MOST]) if job.callback_url else []
