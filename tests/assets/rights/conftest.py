from collections.abc import Callable
from datetime import date

import pytest

from apps.assets.models import Asset, Release

TODAY = date(2026, 7, 1)


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
