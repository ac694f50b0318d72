"""The house the catalog tests work in."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from PIL import Image
from rest_framework.test import APIClient

from apps.accounts.models import Team, User
from apps.accounts.roles import Role
from apps.assets import ports
from apps.assets.models import Asset, AssetKind, Blob, Collection, Rendition, Version
from apps.assets.models import VersionSource as Source
from apps.catalog.media import approve_media
from apps.catalog.models import Product, ProductMedia, Variant
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from skyy.identifiers import new_id

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def asked_renditions():
    """Versions whose renditions were asked for; nobody makes them here."""
    asked: list[UUID] = []
    before = ports.request_renditions._filled
    ports.request_renditions.fill(asked.append)
    yield asked
    ports.request_renditions._filled = before


@pytest.fixture
def viewer(person) -> User:
    return person(Role.READ_ONLY)


@pytest.fixture
def contributor(person) -> User:
    return person(Role.API_USER)


@pytest.fixture
def reviewer(person) -> User:
    return person(Role.DEVELOPER)


@pytest.fixture
def producer(person) -> User:
    return person(Role.ADMIN)


@pytest.fixture
def stranger(person, other_team) -> User:
    """A Producer of another team."""
    return person(Role.ADMIN, other_team)


@pytest.fixture
def collection(team) -> Collection:
    return Collection.objects.create(team=team, slug="black_rose", name="Black Rose")


@pytest.fixture
def coat(team, collection) -> Product:
    """A style in two colourways, the first in two sizes."""
    return create_product(
        team=team,
        name="Noir Coat",
        style_code="BR-COT-001",
        category="outwear",
        collection=collection,
        variants=(
            NewVariant("BR-COT-001-NOIR-38", "Noir", "#111111", "38"),
            NewVariant("BR-COT-001-NOIR-40", "Noir", "#111111", "40"),
            NewVariant("BR-COT-001-ROSE-38", "Rose", "#b76e79", "38"),
        ),
    )


@pytest.fixture
def noir(coat) -> Variant:
    return coat.variants.get(sku="BR-COT-001-NOIR-38")


@pytest.fixture
def rose(coat) -> Variant:
    return coat.variants.get(sku="BR-COT-001-ROSE-38")


@pytest.fixture
def make_version(team) -> Callable[..., Version]:
    """Makes a stored picture without going through ingest."""

    def make(of: Team | None = None, role: str = "photograph", kind: str = "image") -> Version:
        key = new_id().hex
        content = picture(colour=(int(key[-2:], 16), 40, 90), text=key)
        storages["originals"].save(f"tests/{key}.jpg", ContentFile(content))
        blob = Blob.objects.create(
            storage="originals",
            sha256=(key * 2)[:64],
            key=f"tests/{key}.jpg",
            size=len(content),
            media_type="image/jpeg",
        )
        asset = Asset.objects.create(
            team=of or team, kind=kind, role=role, name=key, status="ready"
        )
        version = Version.objects.create(
            asset=asset,
            number=1,
            blob=blob,
            source=Source.UPLOAD,
            filename=f"{key}.jpg",
            width=300,
            height=400,
        )
        asset.current_version = version
        asset.save()
        return version

    return make


@pytest.fixture
def make_asset(make_version) -> Callable[..., Asset]:
    return lambda of=None, kind=AssetKind.IMAGE: make_version(of, kind=kind).asset


@pytest.fixture
def shoot(make_asset) -> Callable[..., None]:
    """Photographs a variant from the views named."""

    def make(variant: Variant, *views: str) -> None:
        for view in views:
            attach_photograph(variant, make_asset(variant.team), view)

    return make


@pytest.fixture
def approve(make_version, reviewer) -> Callable[..., ProductMedia]:
    """Approves a new packshot of a variant."""

    def make(variant: Variant, view: str = "front", at: datetime = NOW) -> ProductMedia:
        return approve_media(
            variant=variant,
            version=make_version(variant.team, role="packshot"),
            role="packshot",
            view=view,
            user=reviewer,
            at=at,
        )

    return make


@pytest.fixture
def add_rendition() -> Callable[..., Rendition]:
    def make(version: Version, specification: str, width: int) -> Rendition:
        key = new_id().hex
        content = f"rendition {key}".encode()
        storages["renditions"].save(f"tests/{key}.webp", ContentFile(content))
        blob = Blob.objects.create(
            storage="renditions",
            sha256=(key * 2)[:64],
            key=f"tests/{key}.webp",
            size=len(content),
            media_type="image/webp",
        )
        return Rendition.objects.create(
            version=version,
            specification=specification,
            blob=blob,
            width=width,
            height=width * 4 // 3,
        )

    return make


@pytest.fixture
def write_picture() -> Callable[..., Path]:
    def write(path: Path, colour: tuple[int, int, int] = (120, 40, 60)) -> Path:
        path.write_bytes(picture(colour))
        return path

    return write


def picture(colour: tuple[int, int, int], text: str = "") -> bytes:
    """A small JPEG of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (300, 400), colour).save(file, "JPEG", comment=text.encode())
    return file.getvalue()


@pytest.fixture
def browser(db) -> Callable[[User], Client]:
    def client(user: User) -> Client:
        made = Client()
        made.force_login(user)
        return made

    return client


@pytest.fixture
def api(db) -> Callable[[User], APIClient]:
    def client(user: User) -> APIClient:
        made = APIClient()
        made.force_authenticate(user)
        return made

    return client
