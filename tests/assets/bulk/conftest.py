from collections.abc import Callable
from itertools import count

import pytest

from apps.assets.models import Asset, Blob, Lineage, Version

numbers = count(1)


@pytest.fixture
def make_version(team) -> Callable[..., Version]:
    """A row of a picture without its file, made from ``parents``."""

    def make(role="photograph", kind="image", parents=(), of=None, **more) -> Version:
        number = next(numbers)
        blob = Blob.objects.create(
            storage="originals",
            sha256=f"{number:064x}",
            key=f"bulk/{number}",
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
