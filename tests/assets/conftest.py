import io
from collections.abc import Callable
from itertools import count
from uuid import UUID

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assets import ports
from apps.assets.ingest import ingest
from apps.assets.models import Asset, Blob, Collection, Lineage, Version
from apps.jobs.connections import submit_renditions
from tests.assets.pictures import jpeg

numbers = count(1)


@pytest.fixture
def contributor(person) -> User:
    return person(Role.API_USER)


@pytest.fixture
def collection(team) -> Collection:
    return Collection.objects.create(team=team, slug="signature", name="Signature")


@pytest.fixture
def asked_for():
    """Version ids whose renditions were asked for; no job is made."""
    asked: list[UUID] = []
    ports.request_renditions.fill(asked.append)
    yield asked
    ports.request_renditions.fill(submit_renditions)


@pytest.fixture
def make_asset(team, contributor, asked_for):
    """Ingest a small photograph."""

    def make(data: bytes | None = None, *, filename: str = "SR-001.jpg", **fields) -> Asset:
        fields = {"team": team, "user": contributor} | fields
        return ingest(io.BytesIO(data or jpeg()), filename=filename, **fields)

    return make


@pytest.fixture
def api(db):
    def client(user: User | None = None) -> APIClient:
        made = APIClient()
        made.force_authenticate(user)
        return made

    return client


@pytest.fixture
def browser(db):
    def client(user: User) -> Client:
        made = Client()
        made.force_login(user)
        return made

    return client


@pytest.fixture
def make_version(team) -> Callable[..., Version]:
    """A row of a picture without its file, made from ``parents``."""

    def make(role="photograph", kind="image", parents=(), of=None, **more) -> Version:
        number = next(numbers)
        blob = Blob.objects.create(
            storage="originals",
            sha256=f"{number:064x}",
            key=f"rows/{number}",
            size=1,
            media_type="image/jpeg",
        )
        name = more.pop("name", f"{role} {number}")
        asset = Asset.objects.create(
            team=of or team, kind=kind, role=role, name=name, status="ready", **more
        )
        version = Version.objects.create(
            asset=asset, number=1, blob=blob, source="upload", filename="a.jpg", width=9, height=9
        )
        asset.current_version = version
        asset.save()
        Lineage.objects.bulk_create(Lineage(parent=one, child=version) for one in parents)
        return version

    return make
