"""Which budget pays, and that a limit holds whoever asks at the same moment."""

import threading
from decimal import Decimal

import pytest
from django.db import connections

from apps.accounts.models import Team
from apps.catalog.clients import create_campaign, create_client
from apps.jobs.costs import audit, ledger
from apps.jobs.costs.budgets import budget_of, change_budget, create_budget
from apps.jobs.models import Budget, Job, LedgerEntry, ProviderCall, Step
from skyy.api.errors import Code, Problem
from skyy.identifiers import new_id


@pytest.fixture
def call(team: Team):
    """Write a call down, of a job of its own."""

    def make(**more: object) -> ProviderCall:
        job = Job.objects.create(team=team, kind="test", **more)
        step = Step.objects.create(job=job, key="a", ordinal=0, handler="remote:a.b@1")
        return ProviderCall.objects.create(
            team=team, job=job, step=step, provider="a", capability="b", reference=new_id().hex
        )

    return make


@pytest.fixture
def campaign(team: Team):
    return create_campaign(client=create_client(team=team, name="Maison"), name="Autumn")


@pytest.mark.django_db
def test_the_teams_budget_is_made_without_a_limit_when_it_is_needed(call):
    job = call().job
    made = budget_of(job, "USD")
    assert (made.team, made.campaign, made.limit_nano) == (job.team, None, None)
    assert budget_of(job, "USD") == made
    assert budget_of(job, "EUR") != made


@pytest.mark.django_db
def test_a_campaigns_budget_pays_for_its_jobs_and_without_one_the_teams(call, campaign, team):
    job = call(campaign=campaign).job
    assert budget_of(job, "USD").campaign is None
    own = create_budget(team=team, name="A", currency="USD", limit=None, campaign=campaign)
    assert budget_of(job, "USD") == own
    assert budget_of(call().job, "USD") != own


@pytest.mark.django_db
def test_a_budget_does_not_pay_in_another_currency(call):
    one = call()
    with pytest.raises(ValueError, match="EUR"):
        ledger.hold(one, budget_of(one.job, "EUR"), 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "limit", [Decimal("-1"), Decimal("NaN"), Decimal("1e-10"), Decimal("1e11")]
)
def test_a_limit_that_is_no_amount_is_refused(call, limit):
    budget = budget_of(call().job, "USD")
    with pytest.raises(Problem) as refused:
        change_budget(budget, name="B", limit=limit)
    assert list(refused.value.fields) == ["limit"]


@pytest.mark.django_db
def test_a_charge_above_the_hold_is_the_truth_and_stops_the_next(call):
    first, second = call(), call()
    budget = change_budget(budget_of(first.job, "USD"), name="B", limit=Decimal("0.000000010"))
    ledger.hold(first, budget, 5)
    ledger.settle(first, 12)
    with pytest.raises(Problem) as refused:
        ledger.hold(second, budget, 0)
    assert refused.value.code == Code.BUDGET_EXHAUSTED
    assert refused.value.status == 402
    budget.refresh_from_db()
    assert (budget.held_nano, budget.spent_nano) == (0, 12)


@pytest.mark.django_db(transaction=True)
def test_a_limit_holds_when_many_ask_at_once(call):
    calls = [call() for _ in range(6)]
    budget = change_budget(budget_of(calls[0].job, "USD"), name="B", limit=Decimal("0.000000030"))
    together = threading.Barrier(len(calls))
    refused: list[Code] = []

    def ask(one: ProviderCall) -> None:
        together.wait()
        try:
            ledger.hold(one, budget, 10)
        except Problem as problem:
            refused.append(problem.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(one,)) for one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [Code.BUDGET_EXHAUSTED] * 3
    assert Budget.objects.get(pk=budget.pk).held_nano == 30
    assert LedgerEntry.objects.count() == 3
    assert audit.mistaken() == []


@pytest.mark.django_db(transaction=True)
def test_a_call_ends_once_when_two_end_it_at_once(call):
    one = call()
    budget = budget_of(one.job, "USD")
    ledger.hold(one, budget, 10)
    together = threading.Barrier(4)
    won: list[bool] = []

    def end(number: int) -> None:
        together.wait()
        try:
            won.append(ledger.settle(one, 7) if number % 2 else ledger.release(one))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=end, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]
    assert audit.mistaken() == []
