"""The figures in Prometheus' words. All but the event lag are the whole house's, read from rows."""

import threading
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from apps.accounts.models import Letter
from apps.jobs.models import CallbackDelivery, CallStatus, DeliveryStatus, ProviderCall, Tally

from . import tallying
from .fleet import alive
from .queues import queues

FRESH_SECONDS = 5.0
"""So long an answer serves for every question, however many ask."""

_here = CollectorRegistry()
_event_lag = Histogram(
    "skyy_event_lag_seconds",
    "From writing an event to handing it to a socket, in the process that answers.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=_here,
)
_lock = threading.Lock()
_kept: tuple[float, bytes] | None = None


def observe_event(created_at: str) -> None:
    """Note that an event (its ISO 8601 moment) is handed to a socket now."""
    _event_lag.observe(max(0.0, time.time() - datetime.fromisoformat(created_at).timestamp()))


def exposition() -> bytes:
    """Return the figures in the text format; those from rows at most ``FRESH_SECONDS`` old."""
    return _from_rows() + generate_latest(_here)


def forget() -> None:
    """Read anew at the next question."""
    global _kept  # noqa: PLW0603 - one answer per process
    _kept = None


def _from_rows() -> bytes:
    global _kept  # noqa: PLW0603
    # Whoever asks meanwhile waits for this answer rather than asking the database too.
    with _lock:
        now = time.monotonic()
        if _kept is None or now - _kept[0] > FRESH_SECONDS:
            registry = CollectorRegistry()
            registry.register(_Rows())
            _kept = (now, generate_latest(registry))
        return _kept[1]


class _Rows:
    """Prometheus' name for what brings figures is a collector."""

    def collect(self) -> Iterator[Metric]:
        yield from _queues()
        yield from _standing()
        yield from _tallies(list(Tally.objects.all()))


def _queues() -> Iterable[Metric]:
    depth = GaugeMetricFamily("skyy_queue_depth", "Steps that could be claimed.", labels=["queue"])
    age = GaugeMetricFamily(
        "skyy_queue_age_seconds", "How long the longest-waiting has been ready.", labels=["queue"]
    )
    running = GaugeMetricFamily("skyy_steps_running", "Steps that run.", labels=["queue"])
    waiting = GaugeMetricFamily(
        "skyy_steps_waiting", "Steps somebody else works for.", labels=["queue"]
    )
    held = GaugeMetricFamily("skyy_queue_held", "1 while a queue is held.", labels=["queue"])
    for queue in queues():
        depth.add_metric([queue.name], queue.ready)
        age.add_metric([queue.name], queue.oldest_seconds)
        running.add_metric([queue.name], queue.running)
        waiting.add_metric([queue.name], queue.waiting)
        held.add_metric([queue.name], queue.hold is not None)
    return depth, age, running, waiting, held


def _standing() -> Iterable[Metric]:
    workers = GaugeMetricFamily(
        "skyy_workers", "Workers heard of in the last 30 seconds.", labels=["queue"]
    )
    seen = list(alive().values_list("queues", flat=True))
    for name in sorted({name for queues_of in seen for name in queues_of}):
        workers.add_metric([name], sum(name in queues_of for queues_of in seen))
    calls = GaugeMetricFamily("skyy_calls_open", "Paid calls without an end.", labels=["status"])
    open_ones = (CallStatus.INTENT, CallStatus.RUNNING, CallStatus.UNCERTAIN)
    counted = ProviderCall.objects.filter(status__in=open_ones).order_by().values_list("status")
    found = dict(counted.annotate(Count("pk")))
    for status in open_ones:
        calls.add_metric([status.value], found.get(status, 0))
    pending = CallbackDelivery.objects.filter(status=DeliveryStatus.PENDING)
    callbacks, oldest_callback = _waiting(pending)
    letters, oldest_letter = _waiting(Letter.objects.all())
    return (
        workers,
        GaugeMetricFamily("skyy_workers_seen", "All of them.", len(seen)),
        calls,
        GaugeMetricFamily("skyy_callbacks_pending", "Callbacks to send.", callbacks),
        GaugeMetricFamily(
            "skyy_callbacks_oldest_seconds", "How old the oldest of them is.", oldest_callback
        ),
        GaugeMetricFamily("skyy_letters_waiting", "E-mails to send.", letters),
        GaugeMetricFamily(
            "skyy_letters_oldest_seconds", "How old the oldest of them is.", oldest_letter
        ),
    )


def _waiting(rows: QuerySet[Any]) -> tuple[int, float]:
    """How many there are, and the age of the oldest in seconds."""
    found = rows.order_by().aggregate(number=Count("pk"), oldest=Min("created_at"))
    oldest = found["oldest"]
    return found["number"], (timezone.now() - oldest).total_seconds() if oldest else 0.0


def _tallies(rows: list[Tally]) -> Iterable[Metric]:
    counters = {
        tallying.ENDED: CounterMetricFamily(
            "skyy_steps_ended", "Steps by how they ended.", labels=["handler", "outcome"]
        ),
        tallying.CLAIMS: CounterMetricFamily(
            "skyy_step_attempts", "Times a step was begun.", labels=["handler"]
        ),
        tallying.LOST: CounterMetricFamily(
            "skyy_leases_lost", "Steps taken back from workers that vanished."
        ),
        tallying.CACHE: CounterMetricFamily(
            "skyy_step_cache", "Cacheable steps by whether the cache knew.", labels=["result"]
        ),
        tallying.JOBS: CounterMetricFamily(
            "skyy_jobs_rested", "Jobs by where they came to rest.", labels=["status"]
        ),
    }
    seconds = HistogramMetricFamily(
        "skyy_step_seconds", "Seconds in the handler, of steps that succeeded.", labels=["handler"]
    )
    for row in rows:
        if row.name == tallying.SECONDS:
            seconds.add_metric([row.label], _cumulated(row), row.total)
        elif row.name == tallying.LOST:
            counters[row.name].add_metric([], row.count)
        elif row.name in counters:
            # Only an ending has two labels, and no handler a blank.
            counters[row.name].add_metric(row.label.split(" "), row.count)
    if not any(row.name == tallying.LOST for row in rows):
        counters[tallying.LOST].add_metric([], 0)
    return (*counters.values(), seconds)


def _cumulated(row: Tally) -> list[tuple[str, float]]:
    within, found = 0, []
    for bound, number in zip((*map(str, tallying.BOUNDS), "+Inf"), row.buckets, strict=True):
        within += number
        found.append((bound, float(within)))
    return found
