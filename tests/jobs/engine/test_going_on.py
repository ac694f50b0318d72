"""A worker that ended a step goes on with the job's next one where its next claim would give it
that one, and only there. What is seen of it is the same on either database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models.functions import Now

from apps.assets import blobs
from apps.jobs.engine import control, fairness, recovery, succeeding
from apps.jobs.engine.claims import Claim, claim
from apps.jobs.engine.inputs import gather
from apps.jobs.engine.outputs import Outputs, prefix_of
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.engine.succeeding import Success, succeed
from apps.jobs.models import Job, JobStatus, Priority, Queue, Step, StepStatus

from .pipelines import HANDLERS

ON_POSTGRES = connection.vendor == "postgresql"
NOTHING = f"{HANDLERS}:nothing@1"


@pytest.fixture(autouse=True)
def _nobody_was_served() -> None:
    fairness._served.clear()


@pytest.fixture
def chain(pipeline, submit) -> Callable[..., Job]:
    def make(length: int = 3, **given) -> Job:
        keys = [f"s{number}" for number in range(length)]
        pipeline.steps = [
            PlannedStep(key, NOTHING, needs=tuple(keys[n - 1 : n])) for n, key in enumerate(keys)
        ]
        return submit(**given)

    return make


@pytest.fixture
def other(team):
    return get_user_model().objects.create_user("other", team=team, role="admin")


def begun() -> Claim:
    (held,) = claim("cpu", worker="w")
    return held


def end(held: Claim, outputs: Outputs | None = None) -> Success:
    return succeed(held, outputs or Outputs({}), key="", go_on=True)


def after(held: Claim) -> Claim | None:
    """What the worker runs next, however it comes by it."""
    return end(held).next or next(iter(claim("cpu", worker=held.worker)), None)


def told(job: Job) -> list[tuple[int, str, str | None, str | None]]:
    rows = job.events.order_by("number").values_list("number", "type", "data")
    return [(n, kind, data.get("key"), data.get("move")) for n, kind, data in rows]


def test_the_next_step_is_claimed_like_any_other(chain):
    job = chain()
    first = begun()
    second = after(first)
    assert second is not None
    assert (second.step.key, second.claim_no, second.worker) == ("s1", 1, "w")
    row = job.steps.get(key="s1")
    assert (row.status, row.claim_no, row.claimed_by) == (StepStatus.RUNNING, 1, "w")
    assert row.started_at is not None
    assert Step.objects.filter(pk=row.pk, lease_until__gt=Now()).exists()
    third = after(second)
    assert third is not None
    assert after(third) is None
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
    steps = [(key, move) for key in ("s0", "s1", "s2") for move in ("unblock", "claim", "succeed")]
    ordered = sorted(
        steps[1:],
        key=lambda one: int(one[0][1]) * 3 + ("unblock", "claim", "succeed").index(one[1]),
    )
    assert told(job) == [
        (1, "job.created", None, None),
        (2, "job.status", None, None),
        *((number, "step.status", *one) for number, one in enumerate(ordered, 3)),
        (11, "job.status", None, None),
    ]


@pytest.mark.skipif(not ON_POSTGRES, reason="on SQLite the next claim is a statement of its own")
def test_it_takes_no_claim_of_its_own(chain):
    chain()
    assert end(begun()).next is not None


@pytest.mark.parametrize("theirs", [{}, {"priority": Priority.HIGH}])
@pytest.mark.parametrize("theirs_comes_first", [True, False])
def test_another_users_job_comes_before_the_next_step(
    theirs_comes_first, theirs, chain, user, other
):
    # The claim index orders users by their ids.
    first, second = sorted((user, other), key=lambda one: one.pk)
    mine, others = (second, first) if theirs_comes_first else (first, second)
    chain(user=mine)
    held = begun()
    single = chain(1, user=others, **theirs)
    success = end(held)
    assert (success.won, success.next) == (True, None)
    assert begun().job.pk == single.pk


def test_ones_own_older_job_comes_before_the_next_step(chain):
    older = chain()
    first = begun()
    chain()
    held = begun()
    assert held.job.pk != older.pk
    # The older job's next step became ready, and nobody runs it.
    assert succeed(first, Outputs({}), key="").next is None
    assert end(held).next is None
    assert begun().job.pk == older.pk


def test_ones_own_urgent_job_comes_before_the_next_step(chain):
    chain()
    held = begun()
    urgent = chain(1, priority=Priority.URGENT)
    assert end(held).next is None
    assert begun().job.pk == urgent.pk


def test_a_ready_step_of_the_same_job_comes_in_the_order_of_the_plan(pipeline, submit):
    pipeline.steps = [
        PlannedStep("a", NOTHING),
        PlannedStep("b", NOTHING),
        PlannedStep("c", NOTHING, needs=("a",)),
    ]
    submit()
    assert end(begun()).next is None
    assert begun().step.key == "b"


@pytest.mark.parametrize("what", ["job", "batch", "queue"])
def test_nothing_that_is_held_is_gone_on_with(what, chain, pipeline, team, user):
    chain()
    Job.objects.all().delete()
    batch = submit_batch(pipeline.kind, [BatchItem()], team=team, user=user, params={})
    held = begun()
    if what == "queue":
        control.hold_queue("cpu", user)
    else:
        control.pause(batch if what == "batch" else held.job)
    assert after(held) is None
    assert Step.objects.filter(status=StepStatus.RUNNING).count() == 0
    assert Step.objects.get(key="s1").status == StepStatus.READY


def test_a_cancelled_job_ends_with_the_step_that_ran(chain):
    job = chain()
    held = begun()
    control.cancel(job)
    success = end(held)
    assert (success.won, success.next) == (True, None)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert set(job.steps.values_list("status", flat=True)) == {
        StepStatus.SUCCEEDED,
        StepStatus.CANCELLED,
    }


def test_a_step_of_another_queue_is_left_to_its_workers(pipeline, submit):
    pipeline.steps = [PlannedStep("a", NOTHING), PlannedStep("b", NOTHING, needs=("a",))]
    pipeline.steps[1] = replace(pipeline.steps[1], queue=Queue.IO)
    job = submit()
    assert end(begun()).next is None
    assert job.steps.get(key="b").status == StepStatus.READY


def test_a_claim_that_is_over_ends_nothing_and_takes_nothing(chain):
    job = chain()
    old = begun()
    Step.objects.filter(pk=old.step.pk).update(lease_until=Now() - timedelta(seconds=1))
    recovery.sweep()
    new = begun()
    before = told(job)
    success = end(old)
    assert (success.won, success.next) == (False, None)
    assert told(job) == before
    assert job.steps.get(key="s1").status == StepStatus.BLOCKED
    assert end(new).won


def test_a_worker_that_dies_going_on_loses_the_step_like_any_other(chain):
    job = chain()
    lost = after(begun())
    assert lost is not None
    Step.objects.filter(pk=lost.step.pk).update(lease_until=Now() - timedelta(seconds=1))
    recovery.sweep()
    assert job.steps.get(key="s1").losses == 1
    again = begun()
    assert (again.step.key, again.claim_no) == ("s1", 2)
    assert not end(lost).won
    assert end(again).won


def test_after_some_steps_in_a_row_it_is_asked_whose_turn_it_is(chain, monkeypatch):
    monkeypatch.setattr(succeeding, "MOST_IN_A_ROW", 2)
    chain(6)
    held, row = begun(), []
    while following := end(held).next:
        held = following
        row.append(held.step.key)
    assert row == (["s1", "s2"] if ON_POSTGRES else [])
    assert held.in_a_row == len(row)
    assert begun().in_a_row == 0


def test_the_next_step_is_given_what_it_would_be_given_anyway(pipeline, submit, tmp_path):
    pipeline.steps = [
        PlannedStep("a", NOTHING),
        PlannedStep("b", NOTHING, needs=("a",)),
        PlannedStep("c", NOTHING, needs=("a", "b")),
    ]
    submit()
    held = begun()
    for number in range(2):
        path = tmp_path / str(number)
        path.write_text(f"made {number}")
        files = {
            name: blobs.store(
                path,
                storage="originals",
                media_type="text/plain",
                prefix=f"{prefix_of(held.step.pk, held.claim_no)}/{name}",
            )
            for name in ("one", "two")
        }
        found = {"share": 0.25, "whole": 1.0, "large": 1e22, "words": ["ü", None], "number": number}
        success = end(held, Outputs(found, files))
        held = success.next or begun()
        assert gather(held) == gather(replace(held, needed=None))
        assert len(gather(held).files) == 2 * (number + 1)
    assert held.step.key == "c"
    assert held.last is ON_POSTGRES
    assert sorted(gather(held).results) == ["a", "b"]


def test_of_many_that_become_ready_at_once_none_is_forgotten(pipeline, submit):
    wide = [f"w{number}" for number in range(9)]
    pipeline.steps = [
        PlannedStep("a", NOTHING),
        *(PlannedStep(key, NOTHING, needs=("a",)) for key in wide),
        PlannedStep("z", NOTHING, needs=tuple(wide)),
    ]
    job = submit()
    held: Claim | None = begun()
    while held is not None:
        held = after(held)
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
    assert [number for number, *_ in told(job)] == list(range(1, job.last_event + 1))
