"""What was made is not made again: by a retry, nor for the same inputs."""

import pytest

from apps.jobs.engine import control, failing
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import CacheEntry, JobStatus, StepFile
from apps.jobs.runtime import Runtime
from skyy.api.errors import Code, Problem

from .pipelines import HANDLERS


def chain(*, text: str = "a", version: int = 1, cacheable: bool = True) -> list[PlannedStep]:
    return [
        PlannedStep("a", f"{HANDLERS}:write@{version}", params={"text": text}, cacheable=cacheable),
        PlannedStep("b", f"{HANDLERS}:write@1", needs=("a",), cacheable=cacheable),
    ]


def reused(job) -> list[bool]:
    return list(job.steps.order_by("ordinal").values_list("from_cache", flat=True))


def blobs(job) -> set:
    return set(StepFile.objects.filter(step__job=job).values_list("step__key", "blob_id"))


def test_a_retry_runs_only_what_failed(pipeline, submit, runtime, rest, tmp_path, monkeypatch):
    monkeypatch.setattr(failing, "BACK_OFF_SECONDS", (0.0,))
    marks = tmp_path / "marks"
    marks.mkdir()
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:write@1", params={"text": "a"}),
        PlannedStep(
            "b",
            f"{HANDLERS}:stumble@1",
            needs=("a",),
            params={"marks": str(marks)},
            max_attempts=1,
        ),
        PlannedStep("c", f"{HANDLERS}:nothing@1", needs=("b",)),
    ]
    job = rest(submit())
    assert job.status == JobStatus.FAILED
    (tmp_path / "mended").touch()

    control.retry(job)
    job = rest(job)

    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    claims = dict(job.steps.values_list("key", "claim_no"))
    assert claims == {"a": 1, "b": 2, "c": 1}
    with pytest.raises(Problem) as again:
        control.retry(job)
    assert again.value.code == Code.JOB_NOT_RETRYABLE


def test_the_same_inputs_give_new_rows_over_the_same_files(pipeline, submit, runtime, rest):
    pipeline.steps = chain()
    first, second = rest(submit()), rest(submit())
    assert reused(first) == [False, False]
    assert reused(second) == [True, True]
    assert blobs(first) == blobs(second)
    assert StepFile.objects.count() == 4
    assert second.facts["reused_steps"] == 2
    assert second.facts["saved_seconds"] >= 0
    assert list(CacheEntry.objects.values_list("hits", flat=True)) == [1, 1]
    assert [s.result for s in first.steps.all()] == [s.result for s in second.steps.all()]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"text": "b"}, [False, False]),
        ({"version": 2}, [False, True]),
        ({"cacheable": False}, [False, False]),
    ],
    ids=["other parameters", "another version of the handler", "not cacheable"],
)
def test_only_what_depends_on_a_change_is_made_anew(
    change, expected, pipeline, submit, runtime, rest
):
    pipeline.steps = chain()
    rest(submit())
    pipeline.steps = chain(**change)
    assert reused(rest(submit())) == expected


def test_a_job_made_anew_reuses_nothing(pipeline, submit, runtime, rest):
    pipeline.steps = chain()
    first = rest(submit())
    assert reused(rest(submit(ancestor=first))) == [False, False]


def test_a_runtime_may_be_told_to_reuse_nothing(pipeline, submit, rest):
    pipeline.steps = chain()
    with Runtime(1, step_cache=False, grace=0.0):
        rest(submit())
        assert reused(rest(submit())) == [False, False]
    assert not CacheEntry.objects.exists()
