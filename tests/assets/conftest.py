import io
from uuid import UUID

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assets import ports
from apps.assets.ingest import ingest
from apps.assets.models import Asset, Collection
from apps.jobs.connections import submit_renditions
from tests.assets.pictures import jpeg


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
