from collections.abc import Callable
from itertools import count

import pytest
from django.core.cache import cache

from apps.accounts.models import Team, User
from apps.accounts.models.team import DEFAULT_TEAM
from apps.accounts.roles import Role
from apps.assets.models import (
    Asset,
    AssetKind,
    AssetStatus,
    Blob,
    Collection,
    Version,
    VersionSource,
)
from apps.catalog.models import Category, MediaRole, Product, Variant, View
from apps.jobs.fidelity.report import Axis, AxisName, Capture, Report, Standing
from apps.jobs.models import Job, JobStatus, Review
from apps.jobs.models.fidelity import FidelityEvidence, FidelityReport
from apps.jobs.pipelines import registry
from apps.jobs.review.queue import open_review
from tests.models_3d import FACTS, model_version, poster_webp, stored

EVIDENCE = {
    "background_removal": {
        "method": "classical",
        "confidence": 0.91,
        "product_share": 0.4321,
        "warnings": ["touches_frame"],
    },
    "lighting": {"tone": {"white_balance": [1.02, 1.0, 0.97], "exposure": 1.1}},
    "warnings": ["touches_frame"],
}
MODEL_EVIDENCE = {
    "validate": {"width": 800, "height": 1000},
    "lighting": {
        "tone": {"white_balance": [1, 1, 1], "exposure": 1},
        "box": [200, 100, 600, 900],
    },
    "reference": {
        "construction": "relief",
        "missing_views": ["side"],
        "warnings": ["relief"],
        "rotation": -90,
        "width": 800,
        "height": 400,
        "metres_per_pixel": 0.001,
        "to_photograph": [[0, 1, 200], [-1, 0, 900]],
    },
    "mesh": {"triangles": 12, "vertices": 24, "size_m": [0.4, 0.6, 0.2]},
    "texture": {"seen_share": 0.44, "back": "synthesised", "texture_px": 1024},
    "optimise": {"triangles": 12, "bytes": 4321, "draco_bytes": 1234},
    "warnings": ["relief"],
}
AXES = (
    Axis(
        AxisName.GEOMETRY,
        Standing.MEASURED,
        97.25,
        0.02,
        parts={"iou": 0.981},
        notes=("The left sleeve ends early.",),
    ),
    Axis(AxisName.PROPORTIONS, Standing.MEASURED, 99.0, 0.01),
    Axis(
        AxisName.COLORS,
        Standing.MEASURED,
        88.5,
        3.1,
        aspects={"lightness": Standing.UNVERIFIED},
    ),
    Axis(AxisName.MATERIALS, Standing.UNSEEN, None, None),
    Axis(AxisName.DETAILS, Standing.UNVERIFIED, None, None),
)
REPORT = Report(
    score=91.4,
    axes=AXES,
    capture=Capture.SELF_VIEW,
    calibration=None,
    seen_share=0.44,
    camera={"azimuth": 30.0, "elevation": 5.0},
    unseen_views=("back",),
    tone={},
    version="1",
    scale="provisional-1",
    hindrances=("uncalibrated", "unseen_view:back", "relief"),
).as_json()
numbers = count(1)


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def team(db) -> Team:
    # Tests with real transactions empty the tables behind them.
    return Team.objects.get_or_create(pk=DEFAULT_TEAM, defaults={"name": "Atelier"})[0]


@pytest.fixture
def person(team) -> Callable[..., User]:
    def make(name: str, role: Role = Role.DEVELOPER, in_team: Team | None = None) -> User:
        return User.objects.create(username=name, role=role, team=in_team or team)

    return make


@pytest.fixture
def rosa(person) -> User:
    return person("rosa")


@pytest.fixture
def remi(person) -> User:
    return person("remi")


@pytest.fixture
def version(team) -> Callable[..., Version]:
    """Make a picture's rows; nobody opens its file here."""

    def make(role: str, in_team: Team | None = None) -> Version:
        number = next(numbers)
        asset = Asset.objects.create(
            team=in_team or team,
            kind=AssetKind.IMAGE,
            role=role,
            name=f"{role} {number}",
            status=AssetStatus.READY,
        )
        blob = Blob.objects.create(
            storage="originals",
            sha256=f"{number:064x}",
            key=f"test/{number}",
            size=1,
            media_type="image/jpeg",
        )
        return Version.objects.create(
            asset=asset,
            number=1,
            blob=blob,
            source=VersionSource.JOB,
            filename=f"{number}.jpg",
            width=800,
            height=1000,
        )

    return make


@pytest.fixture
def variant(team) -> Callable[..., Variant]:
    def make(
        sku: str, collection: str = "signature", category: str = Category.DRESS, in_team=None
    ) -> Variant:
        owner = in_team or team
        shelf, _ = Collection.objects.get_or_create(
            team=owner, slug=collection, defaults={"name": collection.title()}
        )
        product = Product.objects.create(
            team=owner,
            style_code=sku,
            slug=sku.lower(),
            name=f"The {sku}",
            collection=shelf,
            category=category,
        )
        return Variant.objects.create(team=owner, product=product, sku=sku)

    return make


@pytest.fixture
def waiting(team, version, variant) -> Callable[..., Review]:
    """A packshot job that awaits review, as the pipeline leaves it."""

    def make(
        sku: str = "",
        *,
        of: Variant | None = None,
        by: User | None = None,
        batch: Job | None = None,
        in_team: Team | None = None,
        **more,
    ) -> Review:
        owner = in_team or team
        shown = of or variant(sku or f"SKU-{next(numbers)}", in_team=in_team, **more)
        reference = version("photograph", in_team)
        job = Job.objects.create(
            team=owner,
            created_by=by,
            kind="packshot",
            title=shown.sku,
            params=registry.get("packshot").clean({}),
            status=JobStatus.AWAITING_REVIEW,
            source=reference,
            variant=shown,
            batch=batch,
        )
        return open_review(
            job,
            role=MediaRole.PACKSHOT,
            view=View.FRONT,
            reference=reference,
            result=version("packshot", in_team),
            variant=shown,
            evidence=EVIDENCE,
        )

    return make


@pytest.fixture
def waiting_model(team, version, variant) -> Callable[..., Review]:
    """A 3D model with its score before a reviewer, as the pipeline leaves it."""

    def make(
        sku: str = "",
        *,
        report: dict | None = None,
        gate: dict | None = None,
        evidence: dict | None = None,
        pictures: tuple[str, ...] = ("geometry", "aligned"),
    ) -> Review:
        shown = variant(sku or f"SKU-{next(numbers)}")
        reference = version("photograph")
        job = Job.objects.create(
            team=team,
            kind="product_model",
            title=shown.sku,
            params=registry.get("product_model").clean({}),
            status=JobStatus.AWAITING_REVIEW,
            source=reference,
            variant=shown,
        )
        result = model_version(team, f"{shown.sku} 3D model")
        scored = REPORT if report is None else report
        row = FidelityReport.objects.create(
            team=team,
            job=job,
            reference=reference,
            result=result,
            score=scored.get("score"),
            target=98,
            report=scored,
            gate=FACTS["gate"] if gate is None else gate,
        )
        for kind in pictures:
            picture = version("evidence")
            picture.blob = stored(poster_webp(), "image/webp", "originals")
            picture.save()
            FidelityEvidence.objects.create(report=row, kind=kind, picture=picture)
        return open_review(
            job,
            role=MediaRole.MODEL,
            view=View.FRONT,
            reference=reference,
            result=result,
            variant=shown,
            evidence=MODEL_EVIDENCE if evidence is None else evidence,
        )

    return make
