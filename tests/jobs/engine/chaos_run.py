"""A process that runs a batch in a data folder of its own, to be killed and started again.

Makes the batch when there is none, says ``running``, and says ``rested`` when nothing of it moves
any more. Django must be set up (``chaos_process``), with ``SKYY_DATA`` naming the folder.
"""

import sys
from collections.abc import Sequence

from django.db import transaction

from apps.accounts.models import Team, User
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Job
from apps.jobs.pipelines import registry
from apps.jobs.runtime import Runtime, wait_until_resting

from .pipelines import HANDLERS, TestPipeline


class Diamond(TestPipeline):
    """Two branches that meet; every file's text names its job and its way."""

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        def step(key: str, *needs: str) -> PlannedStep:
            params = {"text": f"{job.params['n']}{key} ", "seconds": 0.03}
            return PlannedStep(key, f"{HANDLERS}:work@1", needs=needs, params=params)

        return [step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c")]


def main(jobs: int) -> None:
    """Run the batch."""
    registry.PIPELINES["test"] = Diamond([])
    batch = Job.objects.filter(is_batch=True).first() or _submit(jobs)
    with Runtime(2, step_cache=False):
        sys.stdout.write("running\n")
        sys.stdout.flush()
        wait_until_resting(batch.pk)
        sys.stdout.write("rested\n")


@transaction.atomic
def _submit(jobs: int) -> Job:
    team = Team.objects.create(name="House")
    user = User.objects.create_user("user", team=team)
    items = [BatchItem(params={"n": number}) for number in range(jobs)]
    return submit_batch("test", items, team=team, user=user, params={})
