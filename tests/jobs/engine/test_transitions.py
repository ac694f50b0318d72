"""Named moves: exactly those of the tables win, and a move that lost leaves no trace."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from apps.jobs import events
from apps.jobs.engine.moves import JOB_MOVES, STEP_MOVES
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.transitions import move_job, move_step, record
from apps.jobs.models import Event, Job, JobStatus, Step, StepStatus

from .pipelines import HANDLERS

TWO_STEPS = [
    PlannedStep("a", f"{HANDLERS}:nothing@1"),
    PlannedStep("b", f"{HANDLERS}:nothing@1", needs=("a",)),
]


def test_any_order_of_moves_keeps_to_the_tables(pipeline, submit):
    pipeline.steps = TWO_STEPS

    class Machine(RuleBasedStateMachine):
        """A job with two steps beside a model of it in plain variables."""

        @initialize()
        def begin(self):
            self.job = submit()
            self.job_status = str(JobStatus.PENDING)
            self.steps = {
                step.pk: [str(step.status), step.claim_no] for step in self.job.steps.all()
            }
            self.events = 1
            self.known = events.snapshot(self.job)

        @rule(move=st.sampled_from(sorted(JOB_MOVES)))
        def job_moves(self, move):
            allowed = self.job_status in JOB_MOVES[move].sources
            assert move_job(self.job.pk, move, data={"note": move}) == allowed
            if allowed:
                self.job_status = str(JOB_MOVES[move].target)
                self.events += 1

        @rule(
            which=st.integers(0, 1),
            move=st.sampled_from(sorted(STEP_MOVES)),
            behind=st.sampled_from([None, 0, 0, 1]),
        )
        def step_moves(self, which, move, behind):
            pk = list(self.steps)[which]
            status, claim_no = self.steps[pk]
            fence = None if behind is None else claim_no - behind
            allowed = status in STEP_MOVES[move].sources and fence in (None, claim_no)
            won = move_step(pk, move, claim_no=fence, error={"code": move, "message": ""})
            assert won == allowed
            if allowed:
                taken = STEP_MOVES[move].takes_claim
                self.steps[pk] = [str(STEP_MOVES[move].target), claim_no + taken]
                self.events += 1

        @rule(paused=st.booleans())
        def flag(self, paused):
            record(self.job.pk, "job.paused", {"paused": paused}, paused=paused)
            self.events += 1

        @rule()
        def take_a_snapshot(self):
            self.known = events.snapshot(self.job)

        @invariant()
        def rows_say_what_the_model_says(self):
            job = Job.objects.get(pk=self.job.pk)
            assert job.status == self.job_status
            rows = Step.objects.filter(job=job).values_list("pk", "status", "claim_no")
            assert {pk: [status, claim_no] for pk, status, claim_no in rows} == self.steps
            numbers = Event.objects.filter(job=job).values_list("number", flat=True)
            assert list(numbers.order_by("number")) == list(range(1, self.events + 1))
            assert job.last_event == self.events

        @invariant()
        def an_old_snapshot_with_later_events_is_a_fresh_one(self):
            folded = self.known
            for event in events.after(self.job, self.known["number"]):
                folded = events.fold(folded, event)
            assert folded == events.snapshot(self.job)

    run_machine(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.mark.parametrize("name", sorted(JOB_MOVES))
def test_every_job_move_wins_from_its_sources_alone(name, submit):
    job = submit()
    for status in JobStatus:
        Job.objects.filter(pk=job.pk).update(status=status)
        assert move_job(job.pk, name) == (status in JOB_MOVES[name].sources)


def test_a_losing_move_inside_a_callers_transaction_leaves_the_rest_of_it(submit):
    job = submit()
    step = job.steps.get()
    with transaction.atomic():
        assert not move_step(step.pk, "succeed")
        assert move_job(job.pk, "start")
    job.refresh_from_db()
    assert (job.status, job.last_event) == (JobStatus.PROCESSING, 2)


def test_the_event_and_the_status_stand_or_fall_together(submit):
    job = submit()

    class Broken(Exception):
        pass

    @transaction.atomic
    def move_and_break():
        move_job(job.pk, "start")
        move_step(job.steps.get().pk, "claim")
        raise Broken

    with pytest.raises(Broken):
        move_and_break()
    job.refresh_from_db()
    assert (job.status, job.last_event) == (JobStatus.PENDING, 1)
    assert job.events.count() == 1
    assert job.steps.get().status == StepStatus.READY
