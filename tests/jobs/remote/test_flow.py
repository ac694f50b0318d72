"""A paid call from its row to its result: once, whatever happens in between."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from apps.assets.blobs import open_blob
from apps.jobs.costs import audit
from apps.jobs.costs.budgets import budget_of, change_budget
from apps.jobs.engine import claims, control, execution, recovery
from apps.jobs.models import (
    Budget,
    CallStatus,
    EntryKind,
    JobStatus,
    LedgerEntry,
    ProviderCall,
    Queue,
    Step,
    StepStatus,
)
from apps.jobs.providers.remote import submitting
from skyy.money import from_nano, to_nano

from .conftest import passed, step_of, the_call

CENTS = 40_000_000
"""What a prediction costs, in 10⁻⁹ dollars."""


def sums(job):
    budget = Budget.objects.get(team=job.team)
    assert audit.mistaken() == []
    return budget.held_nano, budget.spent_nano


def test_a_step_waits_for_its_prediction_and_takes_its_files(job, work, tick, atelier):
    atelier.behaviour.seconds = 1000
    assert work() == 1
    waiting = step_of(job)
    assert (waiting.status, waiting.lease_until) == (StepStatus.WAITING, None)
    assert sums(job) == (CENTS, 0)
    assert tick() == 1
    assert step_of(job).status == StepStatus.WAITING
    atelier.finish()
    tick()
    job.refresh_from_db()
    done = step_of(job)
    assert (job.status, done.status) == (JobStatus.COMPLETED, StepStatus.SUCCEEDED)
    assert sums(job) == (0, CENTS)
    assert the_call(job).charged_nano == CENTS
    blob = done.files.get(name="image").blob
    assert blob.key.startswith(f"steps/{done.pk}/{done.claim_no}/")
    with open_blob(blob) as file:
        assert file.read().endswith(b".png")


def test_a_lost_answer_is_found_and_never_sent_again(job, work, tick, atelier):
    atelier.behaviour.script.append("lose")
    work()
    assert step_of(job).status == StepStatus.UNCERTAIN
    assert the_call(job).status == CallStatus.UNCERTAIN
    tick()
    tick()
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
    assert list(atelier.paid.values()) == [1]
    assert sums(job) == (0, CENTS)


def test_a_server_error_after_a_create_is_no_proof_that_nothing_was_done(job, work, tick, atelier):
    atelier.behaviour.script.append("500")
    work()
    assert step_of(job).status == StepStatus.UNCERTAIN
    tick()
    tick()
    assert step_of(job).status == StepStatus.SUCCEEDED
    assert list(atelier.paid.values()) == [1]


def test_absence_at_the_provider_proves_nothing_before_it_settles(job, work, tick, atelier):
    atelier.behaviour.script.append("cut")
    work()
    tick()
    work()
    assert step_of(job).status == StepStatus.UNCERTAIN
    assert sums(job) == (CENTS, 0)
    passed(the_call(job).pk, 60)
    tick()
    assert step_of(job).status == StepStatus.READY
    assert sums(job) == (0, 0)
    work()
    tick()
    assert step_of(job).status == StepStatus.SUCCEEDED
    assert atelier.paid.total() == 1
    assert ProviderCall.objects.filter(job=job).count() == 2


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_worker_killed_around_the_request_leads_to_one_prediction(
    job, work, tick, atelier, where
):
    """Killed: the exception goes past everything that would record it, as SIGKILL does."""

    class Killed(BaseException):
        pass

    def dies(*given, **more):
        raise Killed

    name = "_send" if where == "before" else "remember"
    with patch.object(submitting, name, dies), pytest.raises(Killed):
        work()
    assert the_call(job).status == CallStatus.INTENT
    assert sums(job) == (CENTS, 0)
    Step.objects.filter(job=job).update(lease_until=timezone.now() - timedelta(seconds=1))
    recovery.sweep()
    work()
    assert step_of(job).status == StepStatus.UNCERTAIN
    passed(the_call(job).pk, 60)
    for _ in range(3):
        tick()
        work()
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
    assert atelier.paid.total() == 1
    assert sums(job) == (0, CENTS)


def test_a_process_that_thaws_too_late_sends_nothing(job, work, tick, atelier):
    with patch.object(submitting, "SEND_WITHIN", -1.0):
        made = claims.claim(Queue.IO, worker="w")[0]
        execution.execute(made, None)
    assert atelier.paid.total() == 0
    assert atelier.requests["create"] == 0
    assert step_of(job).status == StepStatus.READY
    assert sums(job) == (0, 0)


def test_an_answer_that_comes_after_the_step_was_taken_away_is_kept(job, work, tick, atelier):
    made = claims.claim(Queue.IO, worker="w")[0]
    really = submitting.remember

    def late(*given):
        recovery.recover(Step.objects.select_related("job").get(job=job))
        work()
        assert step_of(job).status == StepStatus.UNCERTAIN
        really(*given)

    with patch.object(submitting, "remember", late):
        execution.execute(made, None)
    assert step_of(job).status == StepStatus.WAITING
    tick()
    assert step_of(job).status == StepStatus.SUCCEEDED
    assert atelier.paid.total() == 1


@pytest.mark.parametrize(
    ("word", "code", "tries"),
    [
        ("422", "call.refused", 1),
        ("401", "call.unauthorised", 1),
        ("402", "call.no_credit", 1),
        ("451", "call.moderated", 1),
        ("410", "call.model_gone", 1),
        ("fail:moderation", "call.moderated", 1),
        ("fail:transient", "call.failed", 3),
    ],
)
def test_each_fault_has_one_behaviour(job, work, tick, atelier, word, code, tries):
    atelier.behaviour.script.extend([word] * 5)
    for _ in range(5):
        work()
        tick()
    job.refresh_from_db()
    step = step_of(job)
    assert (job.status, step.status) == (JobStatus.FAILED, StepStatus.FAILED)
    assert (step.error["code"], step.attempts) == (code, tries)
    assert "key-of-the-tests" not in step.error["message"]
    assert sums(job) == (0, 0)


def test_a_failure_that_was_charged_is_settled(job, work, tick, atelier):
    atelier.behaviour.script.append("fail:bad_input")
    atelier.behaviour.charge_failures = True
    work()
    tick()
    assert step_of(job).status == StepStatus.FAILED
    assert sums(job) == (0, CENTS)


def test_a_provider_that_is_busy_is_asked_again_without_blame(job, work, tick, atelier):
    atelier.behaviour.script.extend(["429"] * 6)
    later = timezone.now() + timedelta(days=1)
    for asked in (1, 1, 1):
        execution.execute(claims.claim(Queue.IO, worker="w", now=later)[0], None)
        step = step_of(job)
        assert (step.status, step.attempts) == (StepStatus.READY, 0)
        assert step.ready_at > timezone.now() + timedelta(seconds=5)
        # It asked for seven seconds of quiet and gets them.
        assert atelier.requests["create"] == asked
    work()
    tick()
    assert step_of(job).status == StepStatus.SUCCEEDED
    assert sums(job) == (0, CENTS)


def test_polls_that_fail_are_made_again(job, work, tick, atelier):
    atelier.behaviour.polls.extend(["500", "429", "ok"])
    work()
    for _ in range(3):
        tick()
    assert step_of(job).status == StepStatus.SUCCEEDED


def test_a_prediction_its_provider_forgot_waits_for_a_person(job, work, tick, atelier):
    work()
    atelier.predictions.clear()
    tick()
    call = the_call(job)
    assert (call.status, call.next_poll_at) == (CallStatus.UNCERTAIN, None)
    assert step_of(job).status == StepStatus.UNCERTAIN
    assert sums(job) == (CENTS, 0)


def test_cancel_stops_the_prediction_and_settles_what_it_cost(job, work, tick, atelier, user):
    atelier.behaviour.seconds = 1000
    work()
    control.cancel(job, user)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLING
    tick()
    job.refresh_from_db()
    assert (job.status, step_of(job).status) == (JobStatus.CANCELLED, StepStatus.CANCELLED)
    assert atelier.requests["cancel"] == 1
    assert the_call(job).status == CallStatus.CANCELLED
    assert sums(job) == (0, 0)


def test_cancel_that_comes_too_late_is_paid(job, work, tick, atelier, user):
    work()
    control.cancel(job, user)
    tick()
    job.refresh_from_db()
    assert (job.status, step_of(job).files.count()) == (JobStatus.CANCELLED, 0)
    assert sums(job) == (0, CENTS)


def test_cancel_of_an_uncertain_call_keeps_its_hold_until_it_is_known(
    job, work, tick, atelier, user
):
    atelier.behaviour.script.append("lose")
    work()
    control.cancel(job, user)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert sums(job) == (CENTS, 0)
    tick()
    tick()
    assert sums(job) == (0, CENTS)
    assert the_call(job).status == CallStatus.SUCCEEDED


def test_a_prediction_past_its_deadline_is_stopped(job, work, tick, atelier):
    atelier.behaviour.seconds = 1000
    work()
    ProviderCall.objects.update(deadline_at=timezone.now() - timedelta(seconds=1))
    tick()
    assert step_of(job).error["code"] == "step.timed_out"
    assert atelier.requests["cancel"] == 1
    assert sums(job) == (0, 0)


def test_a_prediction_that_cannot_be_stopped_ends_with_a_person(job, work, tick, atelier):
    atelier.behaviour.seconds = 1000
    atelier.behaviour.stubborn = True
    work()
    ProviderCall.objects.update(deadline_at=timezone.now() - timedelta(hours=1))
    tick()
    assert step_of(job).status == StepStatus.UNCERTAIN
    assert sums(job) == (CENTS, 0)


def test_the_sweep_leaves_waiting_steps_alone(job, work, atelier):
    atelier.behaviour.seconds = 1000
    work()
    before = step_of(job)
    recovery.sweep()
    recovery.recover_all()
    after = step_of(job)
    assert (after.status, after.claim_no) == (StepStatus.WAITING, before.claim_no)


def test_nothing_is_sent_that_the_budget_does_not_allow(job, work, tick, atelier):
    budget = budget_of(job, "USD")
    change_budget(budget, name="Season", limit=from_nano(CENTS - 1))
    work()
    job.refresh_from_db()
    step = step_of(job)
    assert (step.status, step.error["code"]) == (StepStatus.FAILED, "budget.exhausted")
    assert step.attempts == 1
    assert atelier.requests["create"] == 0
    assert not ProviderCall.objects.filter(job=job).exists()
    change_budget(budget, name="Season", limit=from_nano(CENTS))
    control.retry(job)
    work()
    tick()
    assert step_of(job).status == StepStatus.SUCCEEDED
    assert LedgerEntry.objects.filter(kind=EntryKind.SETTLE).count() == 1


def test_a_provider_that_is_not_set_up_says_what_it_needs(job, work, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"atelier_url": ""})
    work()
    error = step_of(job).error
    assert error["code"] == "provider.unavailable"
    assert "SKYY_ATELIER_URL" in error["message"]


def test_money_keeps_its_value_on_the_way_through_rows():
    assert to_nano(from_nano(CENTS)) == CENTS
