"""Chains through the engine, in worker processes as an operator starts them."""

import time
from dataclasses import dataclass

from apps.accounts.models import Team, User
from apps.jobs.engine import control, rollup
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Job, JobStatus, Step
from skyy.identifiers import new_id

from .pipeline import KIND
from .rate import Rate, between_edges, processes
from .servers import seconds_by_part

LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class House:
    """Somebody to submit for."""

    team: Team
    user: User


def house() -> House:
    """Make one."""
    name = f"bench-{new_id()}"
    team = Team.objects.create(name=name)
    return House(team, User.objects.create_user(name, team=team, role="admin"))


def submitted(who: House, chains: int) -> Job:
    """Submit a batch of chains."""
    items = [BatchItem(title=str(number)) for number in range(chains)]
    return submit_batch(KIND, items, team=who.team, user=who.user, params={}, title="bench")


def at_rest(batch: Job) -> None:
    """Wait until the batch is complete.

    Raises:
        RuntimeError: it ended otherwise.
    """
    while True:
        batch.refresh_from_db()
        if batch.status == JobStatus.COMPLETED and batch.counts["failed"] == 0:
            return
        if batch.status not in (JobStatus.PENDING, JobStatus.PROCESSING):
            raise RuntimeError(f"the batch ended as {batch.status}: {batch.counts}")
        if batch.counts.get("failed"):
            raise RuntimeError(f"steps failed: {batch.counts}")
        time.sleep(LOOK_SECONDS)


def measure(
    servers: list[int],
    workers: int,
    *,
    chains: int,
    width: int,
    child: bool = True,
    users: int = 1,
) -> Rate:
    """Run chains of so many users in so many worker processes of so many threads."""
    whose = [house() for _ in range(users)]
    command = ["tests.bench.engine.worker", "--queues", "cpu", "--width", str(width)]
    command += [] if child else ["--without-child"]
    with processes([command] * workers, "Working on") as pids:
        # Children are started and warm before the clock runs.
        at_rest(submitted(whose[0], 10 * workers * width))
        before = seconds_by_part(servers, pids)
        batches = [submitted(who, chains // users) for who in whose]
        for batch in batches:
            at_rest(batch)
        after = seconds_by_part(servers, pids)
    ended = Step.objects.filter(job__batch__in=batches)
    moments = list(ended.values_list("finished_at", flat=True))
    parts = {name: (after[name] - before[name]) * 1000 / len(moments) for name in after}
    return Rate(between_edges(moments), sum(parts.values()), parts)


def drained(batch: Job) -> None:
    """Cancel a batch that nobody works on."""
    control.cancel(batch)
    rollup.roll_up(batch.pk)
