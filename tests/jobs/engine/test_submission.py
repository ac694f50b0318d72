"""Requests become jobs whole or not at all, and the same request makes one."""

import pytest

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Event, Job, JobStatus, Step, StepStatus
from skyy.api.errors import Code, Problem

from .pipelines import HANDLERS


def test_a_job_begins_with_its_steps_and_event_number_one(pipeline, submit):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:nothing@1"),
        PlannedStep("b", f"{HANDLERS}:nothing@1", needs=("a",), cacheable=False),
    ]
    job = submit(params={"x": 2})
    assert job.params == {"size": 1, "x": 2}
    assert [(s.key, s.status, s.cacheable) for s in job.steps.order_by("ordinal")] == [
        ("a", StepStatus.READY, True),
        ("b", StepStatus.BLOCKED, False),
    ]
    assert [(e.number, e.type) for e in job.events.all()] == [(1, "job.created")]


def test_an_unknown_kind_and_wrong_parameters_leave_nothing(submit, team, user):
    with pytest.raises(Problem) as unknown:
        submit_batch("no such", [BatchItem()], team=team, user=user, params={})
    assert unknown.value.code == Code.PIPELINE_UNKNOWN
    with pytest.raises(Problem) as wrong:
        submit(params={"wrong": 1})
    assert wrong.value.fields == {"wrong": ["Unknown."]}
    assert not Job.objects.exists()


def test_one_wrong_item_refuses_the_whole_batch(pipeline, team, user):
    items = [BatchItem(), BatchItem(params={"wrong": 1})]
    with pytest.raises(Problem):
        submit_batch(pipeline.kind, items, team=team, user=user, params={})
    assert not Job.objects.exists()


def test_an_empty_batch_is_refused(pipeline, team, user):
    with pytest.raises(Problem) as empty:
        submit_batch(pipeline.kind, [], team=team, user=user, params={})
    assert empty.value.code == Code.REQUEST_INVALID


def test_a_key_sent_twice_makes_one_job(submit):
    first = submit(idempotency_key="k", params={"x": 1})
    assert submit(idempotency_key="k", params={"x": 1}).pk == first.pk
    with pytest.raises(Problem) as other:
        submit(idempotency_key="k", params={"x": 2})
    assert other.value.code == Code.IDEMPOTENCY_MISMATCH
    assert Job.objects.count() == 1


def test_a_key_belongs_to_one_user(submit, django_user_model, team):
    other = django_user_model.objects.create_user("other", team=team)
    assert submit(idempotency_key="k").pk != submit(idempotency_key="k", user=other).pk


def test_a_batchs_key_holds_for_its_items_too(pipeline, team, user):
    def send(count: int) -> Job:
        given = {"team": team, "user": user, "params": {}, "idempotency_key": "k"}
        return submit_batch(pipeline.kind, [BatchItem()] * count, **given)

    assert send(2).pk == send(2).pk
    with pytest.raises(Problem):
        send(3)


def test_a_batch_has_children_with_steps_and_counts(pipeline, team, user):
    items = [BatchItem(title=str(number), params={"n": number}) for number in range(3)]
    batch = submit_batch(pipeline.kind, items, team=team, user=user, params={"x": 0})
    children = list(batch.children.order_by("title"))
    assert [child.params for child in children] == [{"size": 1, "x": 0, "n": n} for n in range(3)]
    assert {child.status for child in children} == {JobStatus.PENDING}
    assert batch.counts["total"] == batch.counts["pending"] == 3
    assert Step.objects.filter(job__batch=batch).count() == 3
    assert Event.objects.filter(job__batch=batch, number=1).count() == 3
    assert not batch.steps.exists()


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [PlannedStep("a", "h@1"), PlannedStep("a", "h@1")],
        [PlannedStep("a", "h@1", needs=("b",)), PlannedStep("b", "h@1", needs=("a",))],
    ],
    ids=["no steps", "a key twice", "a cycle"],
)
def test_a_plan_that_could_never_end_is_refused(steps, pipeline, submit):
    pipeline.steps = steps
    with pytest.raises(ValueError, match=r"plan|called|needs"):
        submit()
    assert not Job.objects.exists()
