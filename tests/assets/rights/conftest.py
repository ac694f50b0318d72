from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from apps.assets.models import Asset, Blob, Lineage, Release, Version

TODAY = date(2026, 7, 1)
numbers = count(1)


@pytest.fixture
def make_version(team) -> Callable[..., Version]:
    """A row of a picture without its file, made from ``parents``."""

    def make(role="photograph", kind="image", parents=(), of=None, **more) -> Version:
        number = next(numbers)
        blob = Blob.objects.create(
            storage="originals",
            sha256=f"{number:064x}",
            key=f"rights/{number}",
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


@pytest.fixture
def release(make_version) -> Callable[..., Release]:
    """A release whose paper is there."""

    def make(asset: Asset, scope=("image",), expires_on=TODAY, document=None) -> Release:
        paper = document or make_version(role="release", kind="document").asset
        return Release.objects.create(
            team=asset.team,
            asset=asset,
            person="Ada",
            scope=scope,
            expires_on=expires_on,
            document=paper,
        )

    return make
