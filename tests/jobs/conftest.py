"""The people and photographs the jobs tests begin with."""

from collections.abc import Callable
from itertools import count

import pytest
from django.core.cache import cache
from django.test import Client

from apps.accounts.models import Team, User
from apps.accounts.roles import Role
from apps.assets.models import Asset, AssetKind, AssetStatus, Blob, Collection, Version
from apps.assets.models import VersionSource as Source
from apps.catalog.models import Photograph, Product, Variant
from apps.jobs.engine.submission import BatchItem, submit, submit_batch
from apps.jobs.models import Job

numbers = count(1_000_000)


@pytest.fixture
def no_throttle_memory():
    """Requests of earlier tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


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
def browser() -> Callable[[User], Client]:
    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_for


@pytest.fixture
def photograph(team) -> Callable[..., Asset]:
    """Make a photograph's rows, of a new SKU if one is named; nobody opens its file here."""

    def make(
        name: str = "", sku: str = "", of: Team | None = None, collection: Collection | None = None
    ) -> Asset:
        number = next(numbers)
        house = of or team
        asset = Asset.objects.create(
            team=house,
            kind=AssetKind.IMAGE,
            status=AssetStatus.READY,
            name=name or f"photograph {number}",
            collection=collection,
        )
        blob = Blob.objects.create(
            storage="originals",
            sha256=f"{number:064x}",
            key=f"test/{number}",
            size=1,
            media_type="image/jpeg",
        )
        asset.current_version = Version.objects.create(
            asset=asset,
            number=1,
            blob=blob,
            source=Source.UPLOAD,
            filename=f"{number}.jpg",
            width=400,
            height=533,
        )
        asset.save()
        if sku:
            product, _ = Product.objects.get_or_create(
                team=house, style_code=sku, defaults={"slug": sku.lower(), "name": sku}
            )
            variant, _ = Variant.objects.get_or_create(team=house, product=product, sku=sku)
            Photograph.objects.create(variant=variant, asset=asset)
        return asset

    return make


@pytest.fixture
def job(photograph) -> Callable[..., Job]:
    """Submit a packshot job."""

    def make(user: User, **given: object) -> Job:
        source = photograph(of=user.team).current_version
        wish = {"team": user.team, "user": user, "params": {}, "source": source} | given
        return submit("packshot", **wish)

    return make


@pytest.fixture
def batch(photograph) -> Callable[..., Job]:
    """Submit a batch of packshots."""

    def make(user: User, size: int = 3, **given: object) -> Job:
        items = [
            BatchItem(source=photograph(of=user.team).current_version, title=f"SKU-{number}")
            for number in range(size)
        ]
        wish = {"team": user.team, "user": user, "params": {}, "title": "A batch"} | given
        return submit_batch("packshot", items, **wish)

    return make
