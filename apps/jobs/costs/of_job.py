"""What a job, or a batch with all its jobs, has cost so far."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from apps.jobs.engine.remote import OPEN
from apps.jobs.models import Job, ProviderCall
from skyy.money import from_nano


@dataclass(frozen=True)
class Cost:
    """A job's paid calls in one currency, in units of it.

    ``charged`` and ``estimate`` are of the calls that ended, ``held`` of the ``open`` ones.
    """

    currency: str
    calls: int
    open: int
    estimate: Decimal
    charged: Decimal
    held: Decimal


def costs_of(job: Job) -> list[Cost]:
    """Return a line for each currency; none where nothing was paid for."""
    whose = Q(job__batch=job) if job.is_batch else Q(job=job)
    ended, still_open = ~Q(status__in=OPEN), Q(status__in=OPEN)
    found = (
        ProviderCall.objects.filter(whose)
        .order_by("currency")
        .values("currency")
        .annotate(
            number=Count("pk"),
            unended=Count("pk", filter=still_open),
            estimated=Sum("estimate_nano", filter=ended),
            actually=Sum("charged_nano", filter=ended),
            kept=Sum("estimate_nano", filter=still_open),
        )
    )
    return [
        Cost(
            currency=one["currency"],
            calls=one["number"],
            open=one["unended"],
            estimate=from_nano(one["estimated"] or 0),
            charged=from_nano(one["actually"] or 0),
            held=from_nano(one["kept"] or 0),
        )
        for one in found
    ]
