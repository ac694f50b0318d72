"""One worker's random moves, through the services that make them."""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models.functions import Now

from skyy.api.errors import Code, Problem

if TYPE_CHECKING:
    from apps.jobs.engine.plan import PlannedStep

HANDLER = "tests.jobs.engine.handlers:nothing@1"

NEWEST = 12
"""Moves are made on so many jobs: enough to meet each other."""

MOST = 24
"""Jobs in progress at once: above, the oldest is cancelled instead of another submitted."""


def plan() -> "list[PlannedStep]":
    """Branches that part and meet, steps that may fail, things to undo."""
    from apps.jobs.engine.plan import PlannedStep

    return [
        PlannedStep("a", HANDLER, compensate=HANDLER),
        PlannedStep("b", HANDLER, needs=("a",), compensate=HANDLER, max_attempts=2),
        PlannedStep("c", HANDLER, needs=("a",), optional=True, max_attempts=1),
        PlannedStep("d", HANDLER, needs=("b", "c"), max_attempts=2),
    ]


def begin_process(settings_module: str, database: str) -> None:
    """Set a fresh process up for the database of the test."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django

    django.setup()
    connections["default"].settings_dict["NAME"] = database
    from apps.jobs.pipelines import registry

    from .pipelines import TestPipeline

    registry.PIPELINES["test"] = TestPipeline(plan())


def make(seed: int, count: int) -> dict[str, int]:
    """Make ``count`` random moves on the newest jobs, new ones among them.

    Returns:
        How often each kind of move won.
    """
    chance = random.Random(seed)
    won: Counter[str] = Counter()
    moves = _moves(chance)
    names = list(moves)
    weights = [moves[name][0] for name in names]
    try:
        for _ in range(count):
            (name,) = chance.choices(names, weights)
            try:
                won[name] += bool(moves[name][1]())
            except Problem:
                won["refused"] += 1
    finally:
        connections.close_all()
    return dict(won)


def _moves(chance: random.Random) -> dict[str, tuple[int, Callable[[], object]]]:
    from apps.jobs.engine import control, failing, recovery, rollup, undoing
    from apps.jobs.engine.claims import Claim, claim, renew
    from apps.jobs.engine.outputs import Outputs
    from apps.jobs.engine.recovery import ACTIVE
    from apps.jobs.engine.settling import settle
    from apps.jobs.engine.submission import BatchItem, submit, submit_batch
    from apps.jobs.engine.succeeding import succeed
    from apps.jobs.engine.transitions import move_step
    from apps.jobs.models import Job, Step, StepStatus

    held: list[Claim] = []

    def job() -> Job:
        return chance.choice(Job.objects.order_by("-pk")[:NEWEST])

    def ask() -> bool:
        active = Job.objects.filter(status__in=ACTIVE, batch__isnull=True).order_by("pk")
        if len(oldest := active[:MOST]) == MOST:
            control.cancel(oldest[0])
            return False
        like = Job.objects.order_by("pk")[0]
        given: dict[str, Any] = {"team": like.team, "user": like.created_by, "params": {}}
        if chance.random() < 0.2:
            submit_batch("test", [BatchItem()] * 3, **given)
        else:
            submit("test", **given)
        return True

    def take() -> bool:
        held.extend(claim("cpu", worker="w"))
        return bool(held)

    def one() -> Claim | None:
        return held.pop(chance.randrange(len(held))) if held else None

    def with_claim(work: Callable[[Claim], object]) -> Callable[[], object]:
        def make_move() -> object:
            # Without a claim there is nothing to end: one is taken instead.
            mine = one()
            return take() if mine is None else work(mine)

        return make_move

    def wait(mine: Claim) -> bool:
        held.append(mine)
        step = mine.step
        return move_step(step.pk, "wait", claim_no=mine.claim_no)

    def waited() -> bool:
        step = Step.objects.filter(status=StepStatus.WAITING).order_by("?").first()
        if step is None:
            return False
        return failing.fail(Claim(step, step.claim_no, "w"), Code.STEP_FAILED, "Lost.")

    def lose() -> bool:
        Step.objects.filter(
            pk__in=Step.objects.filter(status=StepStatus.RUNNING).order_by("?").values("pk")[:1]
        ).update(lease_until=Now() - timedelta(seconds=1))
        recovery.sweep()
        return True

    def doing(work: Callable[[Job], None]) -> Callable[[], bool]:
        def make_move() -> bool:
            work(job())
            return True

        return make_move

    def settled() -> bool:
        work = job()
        if work.is_batch:
            rollup.roll_up(work.pk)
        else:
            settle(work.pk)
        return True

    return {
        "submit": (3, ask),
        "claim": (30, take),
        "succeed": (20, with_claim(lambda mine: succeed(mine, Outputs({}), key=""))),
        "fail": (6, with_claim(lambda mine: failing.fail(mine, Code.PHOTO_UNREADABLE, "No."))),
        "try again": (4, with_claim(lambda mine: failing.fail(mine, Code.STEP_FAILED, "Again."))),
        "give back": (4, with_claim(failing.give_back)),
        "renew": (4, with_claim(renew)),
        "wait": (4, with_claim(wait)),
        "come back": (4, waited),
        "lose": (2, lose),
        "settle": (6, settled),
        "cancel": (1, doing(control.cancel)),
        "retry": (10, doing(control.retry)),
        "pause": (2, doing(control.pause)),
        "resume": (4, doing(control.resume)),
        "undo again": (3, doing(undoing.undo_again)),
        "put right": (2, doing(undoing.put_right)),
    }
