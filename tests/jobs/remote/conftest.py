"""An Atelier server, a job with a paid step, and its worker, one call at a time."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pydantic import SecretStr

from apps.accounts.models import Team, User
from apps.jobs.engine import claims, execution, submission
from apps.jobs.engine.children import ChildProcess
from apps.jobs.models import Job, ProviderBucket, ProviderCall, Queue, Step
from apps.jobs.pipelines import registry as pipelines
from apps.jobs.providers.remote import polling, registry
from skyy.identifiers import new_id
from tests.jobs.engine.pipelines import TestPipeline
from tests.parts.provider_server import KEY, SECRET, Atelier, provider_server

from .demonstration import paid


@pytest.fixture(autouse=True)
def _real_database(transactional_db: None) -> None:
    """Commits are the matter here."""


@pytest.fixture
def team() -> Team:
    return Team.objects.create(name=f"House {new_id()}")


@pytest.fixture
def user(team: Team) -> User:
    return User.objects.create_user(f"user-{new_id()}", team=team, role="admin")


@pytest.fixture
def atelier(settings: Any) -> Iterator[Atelier]:
    with provider_server() as server:
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
            update={
                "atelier_url": server.address,
                "atelier_key": SecretStr(KEY),
                "atelier_webhook_secret": SecretStr(SECRET),
            }
        )
        registry.forget()
        yield server
    registry.forget()


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> TestPipeline:
    made = TestPipeline([paid()])
    monkeypatch.setitem(pipelines.PIPELINES, made.kind, made)
    return made


@pytest.fixture
def job(pipeline: TestPipeline, team: Team, user: User, atelier: Atelier) -> Job:
    return submission.submit(pipeline.kind, team=team, user=user, params={})


@pytest.fixture
def work() -> Callable[[], int]:
    """Claim and run everything of the io queue that is ready, back-off or not."""

    def run() -> int:
        later = timezone.now() + timedelta(days=1)
        number = 0
        while made := claims.claim(Queue.IO, worker="w", now=later):
            execution.execute(made[0], ChildProcess())
            # What the provider asked for is waited for in no test.
            ProviderBucket.objects.all().delete()
            number += 1
        return number

    return run


@pytest.fixture
def tick() -> Callable[[], int]:
    """Let every open call be due, and poll."""

    def run() -> int:
        ProviderBucket.objects.all().delete()
        ProviderCall.objects.exclude(next_poll_at=None).update(
            next_poll_at=timezone.now() - timedelta(seconds=1)
        )
        return poll_due()

    return run


def poll_due(most: int = 100) -> int:
    """Ask about what is due and wait for every answer; return how many calls were due."""
    with polling.Desk(registry.get("atelier", "")) as desk:
        polling.doubt_abandoned("atelier")
        return desk.take(most)


def step_of(job: Job, key: str = "paid") -> Step:
    """The step as it stands."""
    return job.steps.get(key=key)


def the_call(job: Job) -> ProviderCall:
    """The only call of a job."""
    return ProviderCall.objects.get(job=job)


def passed(call_id: UUID, seconds: float) -> None:
    """Let time have passed since a call was written down."""
    call = ProviderCall.objects.get(pk=call_id)
    ProviderCall.objects.filter(pk=call_id).update(
        created_at=call.created_at - timedelta(seconds=seconds)
    )
