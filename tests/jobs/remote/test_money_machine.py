"""Whatever becomes of calls in whatever order, the ledger, the budgets and the provider agree.

The real services, with a provider in memory that does what hypothesis says: takes a request or not,
answers or not, fails, forgets, charges what it likes.
"""

import contextlib
from collections import Counter, deque
from datetime import timedelta
from decimal import Decimal
from itertools import count
from unittest.mock import patch

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apps.accounts.models import Team, User
from apps.jobs.costs import audit
from apps.jobs.engine import claims, control, execution, recovery, submission
from apps.jobs.engine.children import ChildProcess
from apps.jobs.engine.remote import OPEN
from apps.jobs.models import (
    Budget,
    CallStatus,
    EntryKind,
    Job,
    LedgerEntry,
    ProviderBucket,
    ProviderCall,
    Queue,
    Step,
    StepStatus,
)
from apps.jobs.pipelines import registry as pipelines
from apps.jobs.providers.remote import calls, deciding, polling, registry
from apps.jobs.providers.remote.base import Price, Progress, Rate, Search, Standing, Submitted
from apps.jobs.providers.remote.faults import Fault, Refusal
from skyy.api.errors import Problem
from tests.jobs.engine.pipelines import TestPipeline

from .conftest import poll_due
from .demonstration import paid

numbers = count(1)
FAULTS = {fault.value for fault in Fault}
CHARGES = st.none() | st.integers(0, 10**10)


class Mood:
    """What the provider does next."""

    submits: deque[str] = deque()
    polls: deque[tuple[str, int | None]] = deque()


class InMemory:
    """A provider without a wire; ``made`` counts predictions by our reference, ``late`` are those
    that ``find`` does not see yet."""

    id = "atelier"
    rate = Rate(per_second=1e6, burst=10**6)
    settles_seconds = 10.0

    def __init__(self, capability: str = "picture") -> None:
        self.capability = capability
        self.made: Counter[str] = Counter()
        self.late: set[str] = set()

    def unavailable(self):
        return ""

    def estimate(self, request):
        return Price(40_000_000, "USD")

    def submit(self, request, reference, still):
        word = Mood.submits.popleft() if Mood.submits else "ok"
        if word in ("ok", "lose"):
            self.made[reference] += 1
        if word in ("lose", "cut"):
            raise Refusal(Fault.LOST)
        if word != "ok":
            raise Refusal(Fault(word))
        return Submitted(f"p-{reference}")

    def poll(self, external_id):
        word, charge = Mood.polls.popleft() if Mood.polls else ("running", None)
        if word in FAULTS:
            raise Refusal(Fault(word))
        price = None if charge is None else Price(charge, "USD")
        refusal = Refusal(Fault.TRANSIENT) if word == "failed" else None
        return Progress(Standing(word), charge=price, refusal=refusal)

    def cancel(self, external_id):
        pass

    def find(self, reference):
        if Mood.polls and Mood.polls[0][0] == "lost":
            return Search.UNKNOWN
        seen = self.made[reference] and reference not in self.late
        return f"p-{reference}" if seen else Search.ABSENT

    def fetch(self, address, target):
        raise AssertionError("nothing is made here")

    def verify_webhook(self, headers, body):
        raise AssertionError("nobody calls")


class Money(RuleBasedStateMachine):
    jobs = Bundle("jobs")

    def __init__(self) -> None:
        super().__init__()
        # Nothing is left of it to the next example.
        self.rows = transaction.atomic()
        self.rows.__enter__()
        number = next(numbers)
        self.team = Team.objects.create(name=f"House {number}")
        self.user = User.objects.create_user(f"person-{number}", team=self.team, role="admin")
        self.provider = InMemory()
        registry._made = {("atelier", name): self.provider for name in ("", "picture")}
        ProviderBucket.objects.all().delete()
        Mood.submits.clear()
        Mood.polls.clear()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.rows.__exit__(None, None, None)

    def submit(self) -> Job:
        return submission.submit("test", team=self.team, user=self.user, params={})

    @rule(target=jobs)
    def somebody_asks_for_a_job(self) -> Job:
        return self.submit()

    @rule(words=st.lists(st.sampled_from(["ok", "lose", "cut", "rate", "transient", "bad_input"])))
    def work(self, words: list[str]) -> None:
        Mood.submits = deque(words)
        later = timezone.now() + timedelta(days=1)
        for _ in range(10):
            made = claims.claim(Queue.IO, worker="w", now=later)
            if not made:
                break
            execution.execute(made[0], ChildProcess())
            ProviderBucket.objects.all().delete()

    @rule(target=jobs, sent=st.booleans())
    def a_worker_dies_around_the_request(self, sent: bool) -> Job:
        job = self.submit()
        later = timezone.now() + timedelta(days=1)
        for claim in claims.claim(Queue.IO, limit=9, worker="dead", now=later):
            if calls.open_call(claim.step) is None:
                call = calls.intend(claim, self.provider, {}, Price(40_000_000, "USD"))
                if sent and call is not None:
                    self.provider.made[call.reference] += 1
                    self.provider.late.add(call.reference)
        recovery.recover_all()
        # The next worker finds the open call.
        self.work([])
        return job

    @rule(
        answers=st.lists(
            st.tuples(
                st.sampled_from(
                    ["running", "succeeded", "failed", "cancelled", "lost", "transient", "auth"]
                ),
                CHARGES,
            ),
            max_size=4,
        ),
        old=st.booleans(),
    )
    def ask(self, answers: list[tuple[str, int | None]], old: bool) -> None:
        Mood.polls = deque(answers)
        past = timezone.now() - timedelta(seconds=100)
        if old:
            self.provider.late.clear()
            ProviderCall.objects.update(created_at=past)
        ProviderCall.objects.exclude(next_poll_at=None).update(next_poll_at=past)
        ProviderBucket.objects.all().delete()
        poll_due()

    @rule(job=jobs)
    def cancel(self, job: Job) -> None:
        self._try(lambda: control.cancel(job, self.user))

    @rule(job=jobs)
    def retry(self, job: Job) -> None:
        self._try(lambda: control.retry(job, self.user))

    @rule(job=jobs, charged=CHARGES)
    def send_again(self, job: Job, charged: int | None) -> None:
        self._decide(deciding.send_again, job, charged)

    @rule(job=jobs, charged=CHARGES)
    def write_off(self, job: Job, charged: int | None) -> None:
        self._decide(deciding.write_off, job, charged)

    def _decide(self, decide, job, charged):
        amount = None if charged is None else Decimal(charged) / 10**9
        for call in ProviderCall.objects.filter(job=job):
            self._try(lambda call=call: decide(call, self.user, amount))

    def _try(self, wish):
        with contextlib.suppress(Problem):
            wish()

    @invariant()
    def budgets_are_the_sums_of_their_entries(self) -> None:
        assert audit.mistaken() == []

    @invariant()
    def what_is_held_is_held_for_open_calls_and_what_is_spent_was_charged(self) -> None:
        mine = ProviderCall.objects.filter(team=self.team)
        held = mine.filter(status__in=OPEN).aggregate(n=Sum("estimate_nano"))["n"] or 0
        spent = mine.exclude(status__in=OPEN).aggregate(n=Sum("charged_nano"))["n"] or 0
        budget = Budget.objects.filter(team=self.team).first()
        kept = (budget.held_nano, budget.spent_nano) if budget else (0, 0)
        assert kept == (held, spent)

    @invariant()
    def each_call_is_held_once_and_ended_once(self) -> None:
        kinds: dict[object, list[str]] = {}
        for call, kind in LedgerEntry.objects.filter(call__team=self.team).values_list(
            "call", "kind"
        ):
            kinds.setdefault(call, []).append(kind)
        for pk, status in ProviderCall.objects.filter(team=self.team).values_list("pk", "status"):
            assert kinds[pk].count(EntryKind.HOLD) == 1
            assert len(kinds[pk]) == (1 if status in OPEN else 2), status

    @invariant()
    def what_was_made_is_never_taken_for_absent(self) -> None:
        given_up = ProviderCall.objects.filter(
            team=self.team, status=CallStatus.FAILED, fault=Fault.LOST
        )
        for reference in given_up.values_list("reference", flat=True):
            assert not self.provider.made[reference]

    @invariant()
    def a_step_in_doubt_has_its_call_listed(self) -> None:
        doubted = Step.objects.filter(job__team=self.team, status=StepStatus.UNCERTAIN)
        for step in doubted:
            assert step.provider_calls.filter(status=CallStatus.UNCERTAIN).count() == 1


@pytest.mark.django_db
def test_ledger_budgets_and_provider_agree_whatever_happens(monkeypatch):
    pipeline = TestPipeline([paid()])
    monkeypatch.setitem(pipelines.PIPELINES, pipeline.kind, pipeline)
    monkeypatch.setattr(polling, "THREADS", 1)
    with patch.object(registry, "_made", {}):
        run_state_machine_as_test(
            Money,
            settings=settings(
                max_examples=25,
                stateful_step_count=14,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
