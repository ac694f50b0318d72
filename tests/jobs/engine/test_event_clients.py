"""Whatever happens to a job, in whatever order clients hear of it: they end with the truth."""

from contextlib import suppress
from datetime import timedelta

from django.db.models.functions import Now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from apps.jobs import events
from apps.jobs.engine import control, failing, recovery, undoing
from apps.jobs.engine.claims import Claim, claim
from apps.jobs.engine.outputs import Outputs
from apps.jobs.engine.succeeding import succeed
from apps.jobs.engine.transitions import move_step
from apps.jobs.live.catch_up import catch_up
from apps.jobs.models import Event, Job, JobStatus, Step, StepStatus
from skyy.api.errors import Code, Problem

from . import random_moves

CONTROLS = {
    "cancel": control.cancel,
    "retry": control.retry,
    "pause": control.pause,
    "resume": control.resume,
    "undo again": undoing.undo_again,
    "put right": undoing.put_right,
}
CLIENTS = st.integers(0, 2)
ENDINGS = ["succeed", "succeed", "fail", "fail", "stumble", "wait", "doubt"]
REACHED = set(StepStatus.values) - {StepStatus.QUARANTINED}


def test_snapshot_and_numbered_events_make_a_fresh_snapshot_for_every_client(
    pipeline, submit, monkeypatch
):
    monkeypatch.setattr(failing, "BACK_OFF_SECONDS", (0.0,))
    pipeline.steps = random_moves.plan()
    seen: set[str | None] = set()

    class Machine(RuleBasedStateMachine):
        """A job of a saga, whoever works on it, and three clients that read when they like."""

        @initialize()
        def begin(self):
            Job.objects.all().delete()
            self.job = submit()
            self.held: list[Claim] = []
            self.clients = [events.snapshot(self.job) for _ in range(3)]

        @rule(how=st.sampled_from(ENDINGS))
        def a_worker_works(self, how):
            for held in claim("cpu", worker="w"):
                self._end(held, how)

        @rule()
        def a_worker_begins(self):
            self.held += claim("cpu", worker="w")

        @rule(how=st.sampled_from(ENDINGS))
        def a_worker_ends(self, how):
            if self.held:
                self._end(self.held.pop(), how)

        @rule(move=st.sampled_from(["adopt", "send_again"]))
        def a_doubt_is_settled(self, move):
            for step in self.job.steps.filter(status=StepStatus.UNCERTAIN):
                move_step(step.pk, move)

        @rule()
        def a_worker_vanishes(self):
            running = Step.objects.filter(status=StepStatus.RUNNING)
            running.update(lease_until=Now() - timedelta(seconds=1))
            recovery.sweep()

        @rule(name=st.sampled_from(sorted(CONTROLS)))
        def a_person_decides(self, name):
            self.job.refresh_from_db()
            with suppress(Problem):
                CONTROLS[name](self.job)

        @rule(which=CLIENTS, count=st.integers(1, 5))
        def a_client_hears_some(self, which, count):
            known = self.clients[which]
            for event in events.after(self.job, known["number"])[:count]:
                if event["number"] == known["number"] + 1:
                    known = events.fold(known, event)
            self.clients[which] = known

        @rule(which=CLIENTS)
        def a_client_reconnects(self, which):
            self.clients[which] = self._caught_up(self.clients[which])

        @rule(share=st.integers(0, 3))
        def old_events_go(self, share):
            self.job.refresh_from_db()
            last = self.job.last_event * share // 12
            Event.objects.filter(job=self.job, number__lte=last).delete()

        @invariant()
        def every_client_that_asks_has_the_truth(self):
            fresh = events.snapshot(self.job)
            for known in self.clients:
                assert self._caught_up(known) == fresh

        @invariant()
        def numbers_have_no_gap(self):
            numbers = list(self.job.events.order_by("number").values_list("number", flat=True))
            last = Job.objects.get(pk=self.job.pk).last_event
            assert numbers == list(range(last - len(numbers) + 1, last + 1))

        @invariant()
        def an_ended_job_has_nothing_half_done(self):
            job = Job.objects.get(pk=self.job.pk)
            seen.update([job.status, (job.error or {}).get("code")])
            statuses = dict(job.steps.values_list("key", "status"))
            seen.update(statuses.values())
            begun = set(job.steps.filter(started_at__isnull=False).values_list("key", flat=True))
            if job.status == JobStatus.COMPLETED:
                assert {statuses["a"], statuses["b"], statuses["d"]} == {StepStatus.SUCCEEDED}
            stranded = (job.error or {}).get("code") == Code.COMPENSATION_FAILED
            ended = job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
            if ended and not stranded:
                assert all(
                    statuses[key] == StepStatus.COMPENSATED for key in ("a", "b") if key in begun
                )
            if ended:
                moving = {StepStatus.RUNNING, StepStatus.READY, StepStatus.COMPENSATING}
                assert moving.isdisjoint(statuses.values())

        def _end(self, held, how):
            match how:
                case "succeed":
                    succeed(held, Outputs({"n": 1}), key="", seconds=1.0)
                case "fail":
                    failing.fail(held, Code.PHOTO_UNREADABLE, "No.")
                case "stumble":
                    failing.fail(held, Code.STEP_FAILED, "Again.")
                case _:
                    move_step(held.step.pk, how, claim_no=held.claim_no)
                    self.held.append(held)

        def _caught_up(self, known):
            self.job.refresh_from_db()
            messages, number = catch_up(self.job, after=known["number"])
            for message in messages:
                if message["type"] == "snapshot":
                    known = message["job"]
                else:
                    known = events.fold(known, {"number": message["number"], **message["event"]})
            assert known["number"] == number
            return known

    run_machine(
        Machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
    # What was never reached was not tried.
    assert seen >= REACHED | {JobStatus.COMPLETED, JobStatus.CANCELLED, Code.COMPENSATION_FAILED}
