"""What the engine adds to a step: jobs of steps that do nothing, beside calling a function."""

import time

from apps.accounts.models import Team, User
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.pipelines import registry
from apps.jobs.runtime import Runtime, wait_until_resting
from tests.bench.measuring import Figure
from tests.jobs.engine.pipelines import HANDLERS, TestPipeline

JOBS, STEPS = 100, 5


def figures() -> list[Figure]:
    """Return the row: seconds a step, beside a step's hand-over through a pipe alone."""
    keys = [f"s{number}" for number in range(STEPS)]
    steps = [
        PlannedStep(key, f"{HANDLERS}:nothing@1", needs=tuple(keys[:number][-1:]), cacheable=False)
        for number, key in enumerate(keys)
    ]
    pipeline = TestPipeline(steps)
    registry.PIPELINES[pipeline.kind] = pipeline
    team = Team.objects.create(name="Bench")
    user = User.objects.create_user("bench", team=team, role="admin")
    with Runtime(2, step_cache=False) as _runtime:
        # Children are started and warm before the clock runs.
        wait_until_resting(_batch(pipeline, team, user, 4).id)
        began = time.perf_counter()
        wait_until_resting(_batch(pipeline, team, user, JOBS).id)
        seconds = time.perf_counter() - began
    return [
        Figure(
            f"engine, a step of {JOBS} × {STEPS}, 2 workers",
            "an empty transaction on this database",
            seconds / (JOBS * STEPS),
            _transaction(),
        )
    ]


def _batch(pipeline: TestPipeline, team: Team, user: User, count: int) -> object:
    items = [BatchItem(source=None, variant=None, title=str(n), params={}) for n in range(count)]
    return submit_batch(
        pipeline.kind, items, team=team, user=user, params={}, title=f"bench {count}"
    )


def _transaction() -> float:
    began = time.perf_counter()
    for number in range(200):
        User.objects.filter(username="bench").update(first_name=str(number))
    return (time.perf_counter() - began) / 200
