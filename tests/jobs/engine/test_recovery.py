"""What a dead process or a lost message left open is found in the tables and finished."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models.functions import Now
from dramatiq import get_broker

from apps.assets import blobs
from apps.assets.models import Blob
from apps.jobs.engine import execution, recovery
from apps.jobs.engine.children import ChildProcess
from apps.jobs.engine.claims import (
    BEGUN,
    LOSSES_BEFORE_ALONE,
    LOSSES_BEFORE_BLAME,
    claim,
    renew,
)
from apps.jobs.engine.outputs import prefix_of, scratch_of
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.engine.transitions import move_job, move_step
from apps.jobs.models import Job, JobStatus, Step, StepFile, StepStatus
from apps.jobs.runtime import Runtime
from apps.jobs.runtime.presence import Presence
from skyy.api.errors import Code

from .pipelines import HANDLERS
from .waiting import wait_for


@pytest.fixture
def child():
    process = ChildProcess()
    yield process
    process.kill()


def let_leases_run_out() -> None:
    Step.objects.filter(status=StepStatus.RUNNING).update(lease_until=Now() - timedelta(seconds=1))


def files_in_storage() -> set[str]:
    root = Path(storages["originals"].location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_lost_step_is_ready_again_without_blame(submit):
    job = submit()
    claim("cpu", worker="dead")
    let_leases_run_out()
    recovery.sweep()
    step = job.steps.get()
    assert (step.status, step.losses, step.attempts) == (StepStatus.READY, 1, 0)


def test_a_live_lease_is_left_alone(submit):
    job = submit()
    claim("cpu", worker="alive")
    recovery.sweep()
    assert job.steps.get().status == StepStatus.RUNNING


def test_a_step_is_blamed_only_when_its_worker_died_with_it_alone_again_and_again(submit):
    job = submit()
    for loss in range(LOSSES_BEFORE_BLAME):
        (held,) = claim("cpu", worker=f"dead {loss}")
        assert held.alone is (loss >= LOSSES_BEFORE_ALONE)
        assert renew(held, progress=BEGUN)
        let_leases_run_out()
        recovery.sweep()
    assert job.steps.get().attempts == 0
    (held,) = claim("cpu", worker="dead before its handler began")
    assert held.alone
    let_leases_run_out()
    recovery.sweep()
    assert job.steps.get().attempts == 0
    for attempt in range(1, 4):
        Step.objects.update(ready_at=None)
        (held,) = claim("cpu", worker="dead")
        assert renew(held, progress=BEGUN)
        let_leases_run_out()
        recovery.sweep()
        assert job.steps.get().attempts == attempt
    job.refresh_from_db()
    assert job.steps.get().status == StepStatus.QUARANTINED
    assert (job.status, job.error["code"]) == (JobStatus.FAILED, Code.STEP_DIED)


def test_a_step_that_runs_alone_is_known_to_have_begun(pipeline, submit, runtime, tmp_path):
    began = tmp_path / "began"
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:hang@1", params={"began": str(began)})]
    with transaction.atomic():
        job = submit()
        job.steps.update(losses=LOSSES_BEFORE_ALONE)
    wait_for(lambda: job.steps.get().progress)
    assert job.steps.get().progress == BEGUN


def test_a_result_under_an_old_claim_is_refused_and_its_files_go(submit, child):
    job = submit()
    (old,) = claim("cpu", worker="frozen")
    let_leases_run_out()
    recovery.sweep()
    (new,) = claim("cpu", worker="other")
    before = files_in_storage()

    execution.execute(old, child, use_cache=False)

    assert files_in_storage() == before
    assert not StepFile.objects.exists()
    assert job.steps.get().status == StepStatus.RUNNING
    execution.execute(new, child, use_cache=False)
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
    assert StepFile.objects.get().blob.key.startswith(prefix_of(new.step.pk, new.claim_no))


@pytest.mark.parametrize("handler", ["write", "stumble"])
def test_a_loss_is_not_counted_when_the_worker_turns_out_to_live(pipeline, submit, child, handler):
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:{handler}@1")]
    job = submit()
    (thawed,) = claim("cpu", worker="frozen for a while")
    let_leases_run_out()
    recovery.sweep()
    assert job.steps.get().losses == 1

    execution.execute(thawed, child, use_cache=False)

    step = job.steps.get()
    assert (step.status, step.losses, step.attempts) == (StepStatus.READY, 0, 0)


def test_a_worker_that_lives_takes_back_its_own_loss_alone(submit, child):
    job = submit()
    claim("cpu", worker="dead")
    let_leases_run_out()
    recovery.sweep()
    (thawed,) = claim("cpu", worker="frozen for a while")
    let_leases_run_out()
    recovery.sweep()

    execution.execute(thawed, child, use_cache=False)

    assert job.steps.get().losses == 1


def test_what_a_lost_claim_wrote_is_removed(submit, tmp_path):
    submit()
    (held,) = claim("cpu", worker="dead")
    text = tmp_path / "text"
    text.write_text("half")
    prefix = prefix_of(held.step.pk, held.claim_no)
    given = {"storage": "originals", "media_type": "text/plain", "prefix": prefix}
    lost, adopted = blobs.store(text, **given), blobs.store(text, **given)
    with transaction.atomic():
        blob = blobs.adopt(adopted)
    scratch_of(held.step.pk, held.claim_no).mkdir(parents=True)
    let_leases_run_out()

    recovery.sweep()

    assert not storages["originals"].exists(lost.key)
    assert storages["originals"].exists(blob.key)
    assert not scratch_of(held.step.pk, held.claim_no).exists()
    assert Blob.objects.count() == 1


def test_scratch_of_claims_that_are_over_is_removed(submit):
    submit()
    (held,) = claim("cpu", worker="w")
    mine, old = (scratch_of(held.step.pk, number) for number in (held.claim_no, 7))
    for folder in (mine, old):
        folder.mkdir(parents=True)
    recovery.remove_abandoned_scratch()
    assert mine.exists()
    assert not old.exists()


def test_a_job_whose_finish_was_lost_is_finished(submit):
    job = submit()
    (held,) = claim("cpu", worker="w")
    move_step(held.step.pk, "succeed", claim_no=held.claim_no)
    recovery.sweep()
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED


def test_a_cancel_cut_short_is_carried_through(pipeline, team, user):
    batch = submit_batch(pipeline.kind, [BatchItem()] * 2, team=team, user=user, params={})
    move_job(batch.pk, "request_cancel")
    recovery.sweep()
    assert set(Job.objects.values_list("status", flat=True)) == {JobStatus.CANCELLED}


def test_every_message_may_be_lost(submit, rest):
    job = submit()
    get_broker().flush_all()
    with Runtime(1, grace=0.0):
        assert rest(job).status == JobStatus.COMPLETED


def test_a_runtime_that_starts_alone_takes_everything_back_at_once(submit, rest, monkeypatch):
    monkeypatch.setattr(recovery, "sweep", lambda: None)
    job = submit()
    (held,) = claim("cpu", worker="dead")
    scratch_of(held.step.pk, held.claim_no).mkdir(parents=True)
    with Runtime(1, grace=0.0):
        job = rest(job)
    assert (job.status, job.steps.get().claim_no) == (JobStatus.COMPLETED, 2)
    assert list(Path(settings.SCRATCH).iterdir()) == []


def test_only_who_comes_when_nobody_is_there_takes_steps_back(tmp_path):
    first, second, third, fourth = (Presence(tmp_path / "lock") for _ in range(4))
    cleared = []
    assert first.enter(lambda: cleared.append("first"))
    assert not second.enter(lambda: cleared.append("second"))
    first.leave()
    assert not third.enter(lambda: cleared.append("third"))
    second.leave()
    third.leave()
    assert fourth.enter(lambda: cleared.append("fourth"))
    assert cleared == ["first", "fourth"]
    fourth.leave()


def test_a_second_runtime_leaves_the_firsts_steps_alone(pipeline, submit, tmp_path):
    began = tmp_path / "began"
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:hang@1", params={"began": str(began)})]
    job = submit()
    with Runtime(1, grace=0.0):
        wait_for(began.exists)
        with Runtime(1, grace=0.0) as second:
            assert not second.alone
            assert job.steps.get().status == StepStatus.RUNNING


def test_a_runtime_that_is_left_gives_its_steps_back(pipeline, submit, tmp_path):
    began = tmp_path / "began"
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:hang@1", params={"began": str(began)})]
    job = submit()
    with Runtime(1, grace=0.0):
        wait_for(began.exists)
    step = job.steps.get()
    assert (step.status, step.attempts, step.losses) == (StepStatus.READY, 0, 0)
