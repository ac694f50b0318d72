"""3D models asked for, and finished."""

from collections.abc import Callable

import pytest

from apps.accounts.models import User
from apps.jobs.engine.submission import BatchItem, submit, submit_batch
from apps.jobs.models import FidelityReport, Job
from tests.jobs.scored import finish_model

KIND = "product_model"


@pytest.fixture
def model_job(photograph) -> Callable[..., Job]:
    """Submit a job for one 3D model."""

    def make(user: User, **given: object) -> Job:
        source = photograph(of=user.team).current_version
        wish = {"team": user.team, "user": user, "params": {}, "source": source} | given
        return submit(KIND, **wish)

    return make


@pytest.fixture
def model_batch(photograph) -> Callable[..., Job]:
    """Submit a batch of 3D models."""

    def make(user: User, size: int = 3, **params: object) -> Job:
        items = [
            BatchItem(source=photograph(of=user.team).current_version, title=f"SKU-{number}")
            for number in range(size)
        ]
        given = {"team": user.team, "user": user, "params": params, "title": "A batch"}
        return submit_batch(KIND, items, **given)

    return make


@pytest.fixture
def scored(model_job, photograph) -> Callable[..., FidelityReport]:
    """A finished 3D model of a SKU, scored, waiting for a person."""

    def make(user: User, sku: str = "BAG-1", score: float | None = 93.5) -> FidelityReport:
        asset = photograph(sku=sku, of=user.team)
        job = model_job(
            user, source=asset.current_version, variant=asset.photograph.variant, title=sku
        )
        return finish_model(job, score=score)

    return make
