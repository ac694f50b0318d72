"""The poll tick: asks about the calls that are due, many at once, within their provider's rate.

A waiting call costs a row and no thread. Threads do the HTTP and never touch the database; the one
that ticks leases what is due, hands it to them and takes the answers in, as they come: a slow one
holds up no other.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db.models.functions import Now

from apps.jobs.models import CallStatus, ProviderCall, StepStatus

from . import leasing, registry
from .asking import Answer, ask, fetch
from .base import RemoteProvider
from .doubting import doubt
from .recording import record_all

INTERVAL = 1.0
"""Seconds between two ticks of the chore when nothing is due."""

TURN = 1.0
"""Seconds after which a tick that has more to do lets others see to the thread."""

ROUND = 0.1
"""Seconds for which answers are gathered, to be written in one statement."""

THREADS = 64
"""Questions under way at once, at most: enough for 200 a second to a provider that takes 0.3 s."""

UNDER_WAY = 2 * THREADS
"""Calls leased at once, at most: threads have work while answers are written."""

FETCHERS = 4
"""Results copied at once; they may be large, and polls must not wait for them."""

PATIENCE = 5.0
"""Seconds for which answers are waited for when the process ends."""

ABANDONED = 60.0
"""Seconds after which an intended call whose step does not run any more is in doubt."""


class Desk:
    """Where one provider is asked. Used by one thread, which has the database."""

    def __init__(self, provider: RemoteProvider) -> None:
        self._provider = provider
        self._askers = ThreadPoolExecutor(THREADS, f"skyy-ask-{provider.id}")
        self._fetchers = ThreadPoolExecutor(FETCHERS, f"skyy-fetch-{provider.id}")
        self._under_way: dict[Future[Answer], UUID] = {}
        self._renewed = time.monotonic()

    def take(self, most: int = UNDER_WAY) -> int:
        """Begin to ask about up to ``most`` due calls; return how many."""
        busy = set(self._under_way.values())
        questions = leasing.lease(self._provider, min(most, UNDER_WAY - len(busy)), but=busy)
        for question in questions:
            self._under_way[self._askers.submit(ask, question)] = question.call_id
        return len(questions)

    def collect(self, seconds: float) -> None:
        """Take in the answers that come within so long."""
        done, _ = wait(self._under_way, timeout=seconds)
        answers = []
        for future in done:
            call_id = self._under_way.pop(future)
            answer = future.result()
            if answer.made_something:
                self._under_way[self._fetchers.submit(fetch, answer)] = call_id
            else:
                answers.append(answer)
        record_all(answers)
        self._renew()

    @property
    def busy(self) -> bool:
        """Whether answers are awaited."""
        return bool(self._under_way)

    def close(self, patience: float = PATIENCE) -> None:
        """Take in what still comes; what does not is asked again when its lease is over."""
        until = time.monotonic() + patience
        while self._under_way and time.monotonic() < until:
            self.collect(ROUND)
        self._askers.shutdown(wait=False, cancel_futures=True)
        self._fetchers.shutdown(wait=False, cancel_futures=True)

    def _renew(self) -> None:
        now = time.monotonic()
        if self._under_way and now - self._renewed > leasing.LEASE / 3:
            leasing.renew(set(self._under_way.values()))
        if not self._under_way or now - self._renewed > leasing.LEASE / 3:
            self._renewed = now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


_desks: dict[str, Desk] = {}


def tick(provider: str) -> bool:
    """The chore: ask about what is due; return whether there is more to do at once."""
    if provider not in _desks:
        _desks[provider] = Desk(registry.get(provider, ""))
    desk = _desks[provider]
    doubt_abandoned(provider)
    until = time.monotonic() + TURN
    while time.monotonic() < until:
        if not desk.take() and not desk.busy:
            return False
        desk.collect(ROUND)
    return True


def finish(provider: str) -> None:
    """The chore's end: what is under way is taken in."""
    desk = _desks.pop(provider, None)
    if desk is not None:
        desk.close()


def poll_one(call_id: UUID) -> None:
    """Ask about one call now, if it is due, nobody else does and its provider's rate allows."""
    named = ProviderCall.objects.values_list("provider", "capability").get(pk=call_id)
    for question in leasing.lease(registry.get(*named), 1, only=call_id):
        answer = ask(question)
        record_all([fetch(answer) if answer.made_something else answer])


def doubt_abandoned(provider: str, limit: int = 50) -> None:
    """Put calls in doubt that were written down and whose step ended before they were sent."""
    old = Now() - timedelta(seconds=ABANDONED)
    left = ProviderCall.objects.filter(
        provider=provider, status=CallStatus.INTENT, created_at__lt=old
    ).exclude(step__status__in=(StepStatus.RUNNING, StepStatus.READY))
    for call in left.order_by("created_at")[:limit]:
        asked = registry.get(call.provider, call.capability)
        doubt(call, asked, "The worker that sent it vanished.")
