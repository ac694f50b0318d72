"""A studio as an integrator meets it: a live server, workers, somebody to sign in as."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.jobs.runtime import Runtime
from tests.photographs import as_jpeg, garment


@dataclass(frozen=True)
class Studio:
    """``photograph`` lies in ``folder`` as ``photo.jpg``."""

    address: str
    username: str
    password: str
    folder: Path

    @property
    def photograph(self) -> Path:
        return self.folder / "photo.jpg"


@pytest.fixture
def studio(live_server: Any, team: Any, tmp_path: Path) -> Iterator[Studio]:
    cache.clear()
    user = User.objects.create_user("integrator", password="a long word", role=Role.DEVELOPER)
    user.team = team
    user.save()
    made = Studio(live_server.url, user.username, "a long word", tmp_path)
    made.photograph.write_bytes(as_jpeg(garment()[0]))
    with Runtime(workers=1):
        yield made
