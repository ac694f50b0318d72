"""A team, a pipeline made of tiny handlers, and a runtime over them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.accounts.models import Team, User
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job
from apps.jobs.pipelines import registry
from apps.jobs.runtime import Runtime, wait_until_resting
from skyy.identifiers import new_id

from .pipelines import HANDLERS, TestPipeline

Steps = list[PlannedStep]
Submit = Callable[..., Job]


@pytest.fixture(autouse=True)
def _real_database(transactional_db: None) -> None:
    """Threads and commits are the matter here: no test runs inside a transaction."""


@pytest.fixture
def team() -> Team:
    return Team.objects.create(name=f"House {new_id()}")


@pytest.fixture
def user(team: Team) -> User:
    return User.objects.create_user(f"user-{new_id()}", team=team, role="admin")


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> TestPipeline:
    made = TestPipeline([PlannedStep("a", f"{HANDLERS}:write@1", params={"text": "a"})])
    monkeypatch.setitem(registry.PIPELINES, made.kind, made)
    return made


@pytest.fixture
def submit(pipeline: TestPipeline, team: Team, user: User) -> Submit:
    from apps.jobs.engine import submission

    def make(**given: Any) -> Job:
        return submission.submit(
            pipeline.kind, **{"team": team, "user": user, "params": {}} | given
        )

    return make


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime(2, grace=0.0) as running:
        yield running


@pytest.fixture
def rest() -> Callable[[Job], Job]:
    """Wait until a job rests and return it fresh."""
    return lambda job: wait_until_resting(job.pk)
