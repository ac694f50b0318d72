"""The whole engine with paid branches: workers, scheduler, a server that loses answers."""

import pytest

from apps.jobs.costs import audit
from apps.jobs.engine import submission
from apps.jobs.models import Budget, CallStatus, JobStatus, ProviderCall
from apps.jobs.pipelines import registry as pipelines
from apps.jobs.providers.remote import doubting, pacing
from apps.jobs.runtime import Runtime, wait_until_resting

from .demonstration import Demonstration


@pytest.fixture
def demonstration(monkeypatch):
    made = Demonstration()
    monkeypatch.setitem(pipelines.PIPELINES, made.kind, made)
    # What takes seconds in the house takes none here.
    monkeypatch.setattr(pacing, "FIRST", 0.05)
    monkeypatch.setattr(doubting, "ASK_IN", 0.05)
    return made


def test_branches_are_paid_once_each_although_answers_are_lost(demonstration, team, user, atelier):
    atelier.behaviour.script.extend(["lose", "ok", "500", "ok", "lose"])
    with Runtime(1, grace=0.0):
        jobs = [
            submission.submit(demonstration.kind, team=team, user=user, params={"paid": 3})
            for _ in range(2)
        ]
        ended = [wait_until_resting(job.pk) for job in jobs]
    assert [job.status for job in ended] == [JobStatus.COMPLETED] * 2
    assert set(atelier.paid.values()) == {1}
    assert atelier.paid.total() == 6
    assert set(ProviderCall.objects.values_list("status", flat=True)) == {CallStatus.SUCCEEDED}
    budget = Budget.objects.get(team=team)
    assert (budget.held_nano, budget.spent_nano) == (0, 6 * 40_000_000)
    assert audit.mistaken() == []
    names = ended[0].steps.get(key="joined").result["names"]
    assert names == ["paid0.image", "paid1.image", "paid2.image"]
