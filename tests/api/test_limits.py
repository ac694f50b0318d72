"""How many requests are left is told before it is too late; afterwards, for how long."""

from apps.accounts.roles import Role
from tests.api.conftest import refused

BODY = {"refresh": "made up"}
ADDRESS = "/api/v1/auth/token/refresh/"


def test_a_limit_counts_down_and_then_says_when(world, api):
    client = api()
    for left in range(9, -1, -1):
        answer = client.post(ADDRESS, BODY)
        assert answer.status_code == 401
        assert answer.headers["RateLimit-Limit"] == "10"
        assert answer.headers["RateLimit-Remaining"] == str(left)
        assert 1 <= int(answer.headers["RateLimit-Reset"]) <= 60
        assert "Retry-After" not in answer.headers
    answer = client.post(ADDRESS, BODY)
    refused(answer, 429, "throttled")
    assert answer.headers["RateLimit-Remaining"] == "0"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json()["meta"]["request_id"] == answer.headers["X-Request-ID"]


def test_what_has_no_limit_tells_none(world, api):
    answer = api(world.people[Role.API_USER]).get("/api/v1/assets/")
    assert "RateLimit-Limit" not in answer.headers
