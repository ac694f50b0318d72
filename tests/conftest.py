"""People of the house, and what migrations put into it, for every test."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.db import connection

from apps.accounts.audit import sealing
from apps.accounts.models import Team, User
from apps.accounts.models.team import DEFAULT_TEAM
from apps.accounts.roles import Role
from apps.catalog.models import ShotRequirement

numbers = count(1)
DATABASE = ("transactional_db", "live_server", "db")

LONGEST = (
    "tests/jobs/main_job/",
    "tests/chaos/",
    "tests/browser/",
    "tests/outages/",
    "tests/jobs/engine/test_event_clients.py",
    "tests/jobs/costs/test_ledger_machine.py",
    "tests/bench/",
)
"""What takes minutes begins first, or one process would work at it long after the other is done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; what belongs together stays together."""
    for begins in reversed(LONGEST):
        items.sort(key=lambda item: not item.nodeid.startswith(begins))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests with real transactions empty every table behind them, and a sealed one cannot be."""
    with django_db_blocker.unblock():
        sealing.unseal(connection)


@pytest.fixture
def sealed(db: None) -> None:
    """The audit log as the migration leaves it; not for tests with real transactions."""
    sealing.seal(connection)


@pytest.fixture(autouse=True)
def _migrated_rows(request: pytest.FixtureRequest) -> None:
    """Tests with real transactions empty the tables behind them; every test finds them filled."""
    asked = [name for name in DATABASE if name in request.fixturenames]
    if request.node.get_closest_marker("django_db") is None:
        if not asked:
            return
        request.getfixturevalue("db" if asked == ["db"] else "transactional_db")
    Team.objects.get_or_create(pk=DEFAULT_TEAM, defaults={"name": "Atelier"})
    if not ShotRequirement.objects.exists():
        ShotRequirement.objects.bulk_create(
            ShotRequirement(category=category, view=view, required=required)
            for category, view, required in _shot_lists()
        )


def _shot_lists() -> list[tuple[str, str, bool]]:
    import importlib

    migration = importlib.import_module("apps.catalog.migrations.0002_shot_lists")
    return [
        (category, view, required)
        for category, views in migration.REQUIRED.items()
        for names, required in ((views, True), (migration.OPTIONAL, False))
        for view in names
    ]


@pytest.fixture
def team(db: None) -> Team:
    """The team everybody is in."""
    return Team.objects.get_or_create(pk=DEFAULT_TEAM, defaults={"name": "Atelier"})[0]


@pytest.fixture
def other_team(db: None) -> Team:
    return Team.objects.create(name="Another house")


@pytest.fixture
def person(team: Team) -> Callable[..., User]:
    """Make a user of a role: ``person(Role.ADMIN)``, ``person(Role.ADMIN, other_team)``."""

    def make(role: Role = Role.API_USER, of: Team | None = None, **more: object) -> User:
        name = f"{role.value}-{next(numbers)}"
        return User.objects.create(**{"username": name, "role": role, "team": of or team} | more)

    return make


@pytest.fixture
def row_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A Chromium for a test that reads and writes rows between its steps."""
    # Only where one is driven: it takes long to import.
    from tests.chromium import chromium_started

    # Playwright runs a loop in this thread.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with chromium_started() as browser:
        yield browser
