"""The packshot, from its parameters to what lies before the reviewer."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assets import blobs
from apps.assets.ingest import ingest
from apps.assets.models import Version
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from apps.jobs.engine.submission import submit
from apps.jobs.models import Job, JobStatus, ReviewStatus
from apps.jobs.pipelines import registry
from apps.jobs.providers.local.tone import Tone, undo
from apps.jobs.runtime import Runtime, wait_until_resting
from skyy.api.errors import Code, Problem
from tests.photographs import as_jpeg, blank, garment

FULL = ["validate", "background_removal", "lighting", "upscale", "format"]


@pytest.mark.parametrize(
    ("profile", "steps"),
    [
        ("full", FULL),
        ("quick", ["validate", "background_removal", "format"]),
        ("background_only", ["validate", "background_removal", "lighting", "format"]),
        ("reformat", ["validate", "format"]),
    ],
)
def test_a_profile_says_which_steps_are_taken(profile: str, steps: list[str]) -> None:
    pipeline = registry.get("packshot")
    job = Job(kind="packshot", params=pipeline.clean({"profile": profile}))
    assert [step.key for step in pipeline.plan(job)] == steps


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"profile": "luxury"}, "profile"),
        ({"upscaler": "magic"}, "upscaler"),
        ({"scale_limit": 40}, "scale_limit"),
        ({"largest_px": 10}, "largest_px"),
        ({"edge_shift": "much"}, "edge_shift"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_name(params: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as refusal:
        registry.get("packshot").clean(params)
    assert refusal.value.code == Code.REQUEST_INVALID
    assert field in refusal.value.fields


def test_background_only_keeps_the_photographs_own_light() -> None:
    pipeline = registry.get("packshot")
    job = Job(kind="packshot", params=pipeline.clean({"profile": "background_only"}))
    lighting = {step.key: step for step in pipeline.plan(job)}["lighting"]
    assert lighting.params["normalise"] is False


@pytest.fixture
def producer(transactional_db: None, person: Callable[..., User]) -> User:
    return person(Role.ADMIN)


def photograph(user: User, data: bytes, sku: str = "TS-TEE-001") -> Version:
    """Ingest a photograph and attach it to a variant of its own."""
    asset = ingest(io.BytesIO(data), filename=f"{sku}.jpg", team=user.team, user=user)
    product = create_product(
        team=user.team,
        name=sku,
        style_code=sku,
        category="t-shirt",
        variants=(NewVariant(sku, "Red", "#b22c3c", "M"),),
    )
    attach_photograph(product.variants.get(), asset, "back")
    asset.refresh_from_db()
    assert asset.current_version is not None
    return asset.current_version


def made(user: User, source: Version, **params: Any) -> Job:
    """Run a packshot to its end."""
    with Runtime(1, step_cache=False, grace=0.0):
        job = submit(
            "packshot",
            team=user.team,
            user=user,
            params=params,
            source=source,
            variant=source.asset.photograph.variant,
        )
        return wait_until_resting(job.pk)


def pixels(version: Version) -> Any:
    with blobs.open_blob(version.blob) as file:
        return np.asarray(Image.open(file).convert("RGB"))


def test_a_photograph_becomes_packshot_cutout_and_mask_before_a_reviewer(producer: User) -> None:
    source = photograph(producer, as_jpeg(garment()[0]))
    job = made(producer, source)
    assert job.status == JobStatus.AWAITING_REVIEW, job.error
    children = {link.child.asset.role: link.child for link in source.child_links.all()}
    assert set(children) == {"packshot", "cutout", "mask"}
    review = job.review
    assert review.status == ReviewStatus.WAITING
    assert (review.reference, review.result) == (source, children["packshot"])
    assert (review.view, review.variant.sku) == ("back", "TS-TEE-001")
    provenance = children["packshot"].provenance
    assert provenance["job"] == str(job.id)
    assert provenance["params"]["profile"] == "full"
    mask = children["mask"]
    assert (mask.width, mask.height) == (source.width, source.height)
    packshot = pixels(children["packshot"])
    assert packshot.shape[:2] == (children["packshot"].height, children["packshot"].width)


def test_the_garments_colour_is_the_photographs_once_the_recorded_tone_is_undone(
    producer: User,
) -> None:
    colour = (120, 40, 52)
    source = photograph(producer, as_jpeg(garment(colour=colour, ground=(96, 95, 94))[0]))
    job = made(producer, source)
    lighting = job.steps.get(key="lighting").result
    tone = Tone.from_record(lighting["tone"])
    assert tone.exposure > 1.1
    packshot = pixels(job.review.result)
    height, width = packshot.shape[:2]
    middle = packshot[height // 2 - 20 : height // 2 + 20, width // 2 - 20 : width // 2 + 20]
    restored = undo(np.ascontiguousarray(middle), tone).reshape(-1, 3).mean(axis=0)
    assert np.abs(restored - colour).max() < 3


@pytest.mark.parametrize("profile", ["full", "quick", "background_only", "reformat"])
def test_every_profile_records_which_part_of_the_photograph_stands_where(
    producer: User, profile: str
) -> None:
    colour = (178, 44, 60)
    source = photograph(producer, as_jpeg(garment(colour=colour)[0]))
    job = made(producer, source, profile=profile)
    found = job.steps.get(key="format").result
    left, top, right, bottom = found["part"]
    at_left, at_top, at_width, at_height = found["place"]
    before = _extent(pixels(source), colour)
    after = _extent(pixels(job.review.result), colour)
    across, down = at_width / (right - left), at_height / (bottom - top)
    expected = [
        at_left + (before[0] - left) * across,
        at_top + (before[1] - top) * down,
        at_left + (before[2] - left) * across,
        at_top + (before[3] - top) * down,
    ]
    assert np.abs(np.array(expected) - after).max() <= 4


def _extent(picture: Any, colour: tuple[int, int, int]) -> Any:
    """Left, top, right and bottom of what is about this colour."""
    rows, columns = np.nonzero(np.abs(picture.astype(int) - colour).max(axis=2) < 60)
    return np.array([columns.min(), rows.min(), columns.max(), rows.max()])


def test_reformat_keeps_the_background_and_makes_no_mask(producer: User) -> None:
    source = photograph(producer, as_jpeg(garment()[0]))
    job = made(producer, source, profile="reformat")
    assert job.status == JobStatus.AWAITING_REVIEW, job.error
    assert [link.child.asset.role for link in source.child_links.all()] == ["packshot"]


def test_a_photograph_without_a_product_fails_in_words_and_leaves_no_result(
    producer: User,
) -> None:
    source = photograph(producer, as_jpeg(blank()))
    job = made(producer, source)
    assert job.status == JobStatus.FAILED
    assert job.error["code"] == "photo.no_product"
    assert not source.child_links.exists()
    assert not hasattr(job, "review")


def test_generative_upscaling_is_labelled_for_the_reviewer(producer: User) -> None:
    source = photograph(producer, as_jpeg(garment()[0]))
    job = made(producer, source, upscaler="generative")
    assert job.status == JobStatus.AWAITING_REVIEW, job.error
    assert "invented_texture" in job.review.evidence["warnings"]
