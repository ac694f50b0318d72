"""A cache that is away is an empty one."""

import pytest

redis_cache = pytest.importorskip("skyy.redis_cache")


@pytest.fixture
def away():
    return redis_cache.ForgivingRedisCache("redis://127.0.0.1:1/0", {})


def test_a_cache_that_is_away_lets_pass(away):
    assert away.add("tries", 0, 60)
    assert away.incr("tries") == 1
    assert away.get("tries", "nothing") == "nothing"
    away.set("tries", 5, 60)
    assert not away.has_key("tries")
    assert not away.delete("tries")
    assert not away.touch("tries")
