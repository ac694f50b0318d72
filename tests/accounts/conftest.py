import pytest
from django.core.cache import cache

from apps.accounts.models import User
from apps.accounts.people import create_person
from apps.accounts.roles import Role

PASSWORD = "a long walk at night"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def rosa(db) -> User:
    return create_person("rosa", "rosa@example.com", PASSWORD, Role.DEVELOPER)


@pytest.fixture
def owner(db) -> User:
    return create_person("owner", "owner@example.com", PASSWORD, Role.SUPER_ADMIN)
