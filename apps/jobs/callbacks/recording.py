"""Writing down what is to be said, in the same transaction as the ending that it tells of."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.jobs.models import CallbackDelivery, DeliveryStatus, Job
from skyy.api.errors import Code, Problem

from .message import body_of


def record(job_id: UUID) -> None:
    """Write the delivery for a job that has just come to rest, if somebody wants to hear of it."""
    job = Job.objects.exclude(callback_url="").filter(pk=job_id).first()
    if job is not None:
        delivery = CallbackDelivery(job=job, event_number=job.last_event, next_at=timezone.now())
        delivery.body = body_of(delivery.pk, job)
        delivery.save(force_insert=True)


def resend(delivery: CallbackDelivery) -> None:
    """Have a message sent again from now on, for another day; its id and body stay.

    Raises:
        Problem: ``callback.pending`` while it is still being sent by itself.
    """
    won = (
        CallbackDelivery.objects.filter(pk=delivery.pk)
        .exclude(status=DeliveryStatus.PENDING)
        .update(
            status=DeliveryStatus.PENDING,
            attempts=0,
            next_at=timezone.now(),
            lease_until=None,
            delivered_at=None,
        )
    )
    if not won:
        raise Problem(Code.CALLBACK_PENDING, _("This callback is still being sent by itself."))
