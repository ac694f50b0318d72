"""Whatever is held, settled and released in whatever order, the sums are the ledger's."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apps.accounts.models import Team
from apps.jobs.costs import audit, ledger
from apps.jobs.models import Budget, EntryKind, Job, LedgerEntry, ProviderCall, Step
from skyy.api.errors import Code, Problem

AMOUNTS = st.integers(0, 10**12)
numbers = count(1)


class Ledger(RuleBasedStateMachine):
    calls = Bundle("calls")

    @initialize(limit=st.none() | st.integers(0, 10**13))
    def begin(self, limit: int | None) -> None:
        self.team = Team.objects.create(name=f"House {next(numbers)}")
        self.job = Job.objects.create(team=self.team, kind="test")
        self.budget = Budget.objects.create(team=self.team, name="B", limit_nano=limit)
        self.held: dict[str, int] = {}
        self.spent = 0

    @rule(target=calls)
    def intend(self) -> ProviderCall:
        number = next(numbers)
        step = Step.objects.create(
            job=self.job, key=str(number), ordinal=number % 30000, handler="remote:a.b@1"
        )
        return ProviderCall.objects.create(
            team=self.team, job=self.job, step=step, provider="a", capability="b", reference=number
        )

    @rule(call=calls, amount=AMOUNTS)
    def hold(self, call: ProviderCall, amount: int) -> None:
        known = LedgerEntry.objects.filter(call=call).exists()
        limit = self.budget.limit_nano
        fits = limit is None or sum(self.held.values()) + self.spent + amount <= limit
        if known or fits:
            ledger.hold(call, self.budget, amount)
            if not known:
                self.held[call.reference] = amount
            return
        with pytest.raises(Problem) as refused:
            ledger.hold(call, self.budget, amount)
        assert refused.value.code == Code.BUDGET_EXHAUSTED

    @rule(call=calls, charged=AMOUNTS)
    def settle(self, call: ProviderCall, charged: int) -> None:
        self._end(call, charged, lambda: ledger.settle(call, charged))

    @rule(call=calls)
    def release(self, call: ProviderCall) -> None:
        self._end(call, 0, lambda: ledger.release(call))

    def _end(self, call: ProviderCall, charged: int, end: Callable[[], bool]) -> None:
        if not LedgerEntry.objects.filter(call=call, kind=EntryKind.HOLD).exists():
            try:
                end()
            except ValueError:
                return
            raise AssertionError("a call that was never held cannot end")
        won = end()
        assert won == (call.reference in self.held)
        if won:
            del self.held[call.reference]
            self.spent += charged

    @invariant()
    def the_sums_are_the_entries(self) -> None:
        if not hasattr(self, "budget"):
            return
        fresh = Budget.objects.get(pk=self.budget.pk)
        assert (fresh.held_nano, fresh.spent_nano) == (sum(self.held.values()), self.spent)
        assert audit.mistaken() == []


@pytest.mark.django_db
def test_the_sums_are_the_entries_whatever_happens() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=20,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
