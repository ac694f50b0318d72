"""From a submitted job to its result, through real threads and child processes."""

from apps.jobs import events
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import JobStatus, StepFile, StepStatus

from .pipelines import HANDLERS


def test_a_job_runs_its_steps_in_order_and_completes(pipeline, submit, runtime, rest):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:write@1", params={"text": "a"}),
        PlannedStep("b", f"{HANDLERS}:write@1", needs=("a",), params={"text": "b"}),
        PlannedStep("c", f"{HANDLERS}:pass_on@1", needs=("a", "b")),
    ]

    job = rest(submit())

    assert job.status == JobStatus.COMPLETED, job.error
    steps = {step.key: step for step in job.steps.all()}
    assert {step.status for step in steps.values()} == {StepStatus.SUCCEEDED}
    assert steps["c"].result == {"sum": 3}
    files = {f.step.key + "." + f.name: f.blob for f in StepFile.objects.select_related("blob")}
    assert files["c.same"] == files["a.text"]
    assert [event["number"] for event in events.after(job, 0)] == list(range(1, job.last_event + 1))
