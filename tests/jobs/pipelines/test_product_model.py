"""The 3D model, from its parameters to what lies before the reviewer."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assets import blobs, renditions
from apps.assets.gltf.read import read_glb
from apps.assets.gltf.topology import examine
from apps.assets.ingest import ingest
from apps.assets.models import AssetKind, Version
from apps.catalog.models import Variant
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from apps.jobs.engine.submission import submit
from apps.jobs.models import EvidenceKind, Job, JobStatus, ReviewStatus
from apps.jobs.pipelines import registry
from apps.jobs.runtime import Runtime, wait_until_resting
from skyy.api.errors import Code, Problem
from tests.photographs import as_jpeg, blank, garment

STEPS = ["validate", "background_removal", "lighting", "reference", "mesh", "texture"]
STEPS += ["optimise", "views", "fidelity"]
AXES = ["geometry", "proportions", "colors", "materials", "details"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"provider": "tripo"}, "provider"),
        ({"quality": "luxury"}, "quality"),
        ({"fidelity_target": 101}, "fidelity_target"),
        ({"fidelity_target": "nan"}, "fidelity_target"),
        ({"target": "cinema"}, "target"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_name(params: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as refusal:
        registry.get("product_model").clean(params)
    assert refusal.value.code == Code.REQUEST_INVALID
    assert field in refusal.value.fields


@pytest.fixture
def producer(transactional_db: None, person: Callable[..., User]) -> User:
    return person(Role.ADMIN)


@pytest.fixture
def variant(producer: User) -> Variant:
    product = create_product(
        team=producer.team,
        name="Rose tee",
        style_code="TS-TEE",
        category="t-shirt",
        variants=(NewVariant("TS-TEE-001", "Red", "#b22c3c", "M"),),
    )
    return product.variants.get()


def photograph(
    user: User, variant: Variant, pixels: np.ndarray[Any, Any], view: str = "front"
) -> Version:
    """Ingest a photograph and attach it to the variant."""
    data = io.BytesIO(as_jpeg(pixels))
    asset = ingest(data, filename=f"{view}.jpg", team=user.team, user=user)
    attach_photograph(variant, asset, view)
    asset.refresh_from_db()
    assert asset.current_version is not None
    return asset.current_version


def made(user: User, source: Version, **params: Any) -> Job:
    """Run the pipeline to its end."""
    with Runtime(2, step_cache=False, grace=0.0):
        job = submit(
            "product_model",
            team=user.team,
            user=user,
            params={"quality": "draft"} | params,
            source=source,
            variant=source.asset.photograph.variant,
        )
        return wait_until_resting(job.pk)


def planned(user: User, source: Version) -> dict[str, Any]:
    job = Job(
        kind="product_model",
        team=user.team,
        params=registry.get("product_model").clean({}),
        source=source,
        variant=source.asset.photograph.variant,
    )
    return {step.key: step for step in registry.get("product_model").plan(job)}


def test_the_photograph_of_the_back_takes_part_where_there_is_one(
    producer: User, variant: Variant
) -> None:
    front = photograph(producer, variant, garment()[0])
    alone = planned(producer, front)
    assert list(alone) == STEPS
    assert alone["fidelity"].params["shown_views"] == ["front"]
    back = photograph(producer, variant, garment(seed=4)[0], "back")
    steps = planned(producer, front)
    assert [key for key in steps if key not in STEPS] == [
        "back.validate",
        "back.background_removal",
        "back.lighting",
        "back.reference",
    ]
    assert "back.reference" in steps["texture"].needs
    assert {steps[key].source for key in steps if key.startswith("back.")} == {back}
    assert steps["fidelity"].params["shown_views"] == ["front", "back"]
    # A model made from the back itself has no second back.
    assert list(planned(producer, back)) == STEPS


def test_a_photograph_becomes_a_scored_model_before_a_reviewer(
    producer: User, variant: Variant, tmp_path: Path
) -> None:
    source = photograph(producer, variant, garment(800, 640)[0])
    job = made(producer, source)
    assert job.status == JobStatus.AWAITING_REVIEW, job.error

    review = job.review
    assert (review.role, review.status) == ("model", ReviewStatus.WAITING)
    assert (review.reference, review.variant) == (source, variant)
    model = review.result
    assert (model.asset.kind, model.asset.role) == (AssetKind.MODEL_3D, "model")
    with blobs.local_path(model.blob) as path:
        read = read_glb(path)
        assert model.facts["bytes"] == path.stat().st_size
    assert read.extras["sku"] == "TS-TEE-001"
    assert model.facts["triangles"] == read.triangles <= 8000
    assert examine(read).watertight
    assert model.facts["gate"]["passed"], model.facts["gate"]

    film = renditions.turntable(model)
    assert film is not None
    assert film["mp4"]
    assert film["webp"]
    sources = renditions.model_sources(model)
    assert sources is not None
    assert sources["draco_size"] < sources["size"]
    assert {one["media_type"] for one in renditions.picture_sources(model)} == {
        "image/webp",
        "image/avif",
        "image/jpeg",
    }

    fidelity = job.fidelity
    assert fidelity.result == model
    assert [axis["name"] for axis in fidelity.report["axes"]] == AXES
    assert fidelity.report["capture"] == "self_view"
    assert 0.2 < fidelity.report["seen_share"] < 0.8
    assert fidelity.report["unseen_views"] == ["back"]
    assert fidelity.score is not None
    assert fidelity.score > 80
    assert fidelity.calibration == ""
    assert {one.kind for one in fidelity.evidence.all()} == set(EvidenceKind.values)
    picture = fidelity.evidence.first().picture
    assert picture.asset.role == "evidence"
    assert picture.width
    assert max(picture.width, picture.height) <= 900


def test_the_real_back_lies_on_the_back(producer: User, variant: Variant) -> None:
    front = photograph(producer, variant, garment(800, 640, colour=(178, 44, 60))[0])
    photograph(producer, variant, garment(800, 640, colour=(30, 70, 160))[0], "back")
    job = made(producer, front)
    assert job.status == JobStatus.AWAITING_REVIEW, job.error
    found = job.steps.get(key="texture").result
    assert found["back"] == "photograph"
    assert found["seen_share"] > 0.6
    parents = {link.parent_id for link in job.review.result.parent_links.all()}
    assert len(parents) == 2


def two_shirts() -> np.ndarray[Any, Any]:
    one, _ = garment(600, 480, colour=(178, 44, 60))
    other, _ = garment(600, 480, colour=(30, 70, 160))
    return np.concatenate([one, other], axis=1)


@pytest.mark.parametrize(
    ("pixels", "code"),
    [
        (two_shirts, "photo.several_products"),
        (blank, "photo.no_product"),
    ],
)
def test_what_cannot_become_a_model_fails_in_words_and_leaves_no_result(
    producer: User,
    variant: Variant,
    pixels: Callable[[], np.ndarray[Any, Any]],
    code: str,
) -> None:
    source = photograph(producer, variant, pixels())
    job = made(producer, source)
    assert job.status == JobStatus.FAILED
    assert job.error["code"] == code
    assert len(job.error["message"]) > 20
    assert not source.child_links.exists()
    assert not hasattr(job, "review")
    assert not hasattr(job, "fidelity")
    step = job.steps.exclude(status__in=["succeeded", "blocked"]).get()
    assert step.attempts == 1, "trying again would change nothing"
