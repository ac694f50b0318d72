"""What makes work or spends money honours ``Idempotency-Key``: sent twice, it happens once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import KeptAnswer
from apps.accounts.roles import Role
from apps.assets.models import Asset, Release, SavedSearch
from apps.catalog.models import Photograph, Variant
from apps.jobs.models import CallbackDelivery, Job, ProviderCall
from tests.api.conftest import refused
from tests.api.described import OPERATIONS
from tests.api.working_requests import WORKING, Works, below, known_path

HEADER = "Idempotency-Key"
# By hand: what needs no key, because it makes nothing, or its second time is harmless.
NEEDS_NONE = {
    "/api/v1/assets/{id}/link/": "signs an address",
    "/api/v1/assets/uploads/{id}/address/": "signs an address",
    "/api/v1/assets/export/": "reads, and answers with a stream",
    "/api/v1/assets/uploads/{id}/parts/": "signs addresses",
    "/api/v1/assets/uploads/{id}/confirm/": "gives the asset again",
    "/api/v1/pipeline/estimate/": "a question",
    "/api/v1/reviews/{id}/claim/": "renews what is there",
    "/api/v1/reviews/{id}/release/": "nothing is left to release",
    "/api/v1/privacy/": "asks for the password; one request at a time",
    "/api/v1/webhooks/{provider}/": "the provider's delivery id counts it",
}
ACCOUNTS = "/api/v1/auth/"
"""Passwords and secrets: nothing of them is kept to be repeated."""

POSTS = {
    operation.path: operation
    for operation in OPERATIONS.values()
    if operation.method.upper() == "POST"
}


def takes_key(operation: Any) -> bool:
    return any(parameter.name == HEADER for parameter in operation.headers)


def test_every_post_takes_a_key_or_stands_among_those_that_need_none():
    without = {path for path, operation in POSTS.items() if not takes_key(operation)}
    assert {path for path in without if not path.startswith(ACCOUNTS)} == set(NEEDS_NONE)


OF_JOBS: dict[str, dict[str, Any]] = {
    "/jobs/": {"params": {"profile": "quick"}},
    "/pipeline/generate/": {"fidelity_target": 50},
    "/pipeline/batch-generate/": {"fidelity_target": 50},
    "/assets/": {"name": "Another"},
    "/assets/uploads/": {"size": 11},
    "/assets/ingest/": {"name": "Another"},
}
"""What keeps its key with what it made, and what makes another request of it."""
COUNTED = (Job, Asset, ProviderCall, CallbackDelivery, Photograph, Release, SavedSearch, Variant)


def _counted() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def _send(client: Any, address: str, works: Works, sent: dict[str, Any]) -> Any:
    """With the same key each time."""
    if works.media_type.startswith("multipart/"):
        sent |= {"file": SimpleUploadedFile("coat.jpg", sent["file"], "image/jpeg")}
        return client.post(address, sent, format="multipart", HTTP_IDEMPOTENCY_KEY="once")
    return client.post(address, sent, HTTP_IDEMPOTENCY_KEY="once")


@pytest.mark.parametrize("path", sorted(path for path in POSTS if takes_key(POSTS[path])))
def test_the_second_time_gets_the_first_answer_and_another_request_is_refused(world, api, path):
    """Of every operation that takes a key."""
    label = f"POST {path}"
    works = WORKING.get(below(label), Works())
    works.prepare(world)
    client = api(world.people[works.who])
    address = path
    for name, value in known_path(world, below(label), works.row).items():
        address = address.replace("{%s}" % name, value)  # noqa: UP031 - braces are meant
    body = works.sent(world) or {}
    first = _send(client, address, works, dict(body))
    assert first.status_code < 300, first.content
    rows = _counted()
    again = _send(client, address, works, dict(body))
    assert again.status_code == first.status_code, again.content
    assert again.json()["data"].get("id") == first.json()["data"].get("id")
    assert _counted() == rows
    if below(path) not in OF_JOBS:
        assert again.json()["data"] == first.json()["data"]
        assert again.headers["Idempotency-Replayed"] == "true"
    other = body | OF_JOBS.get(below(path), {"unheard": "of"})
    refused(_send(client, address, works, dict(other)), 409, "idempotency.mismatch")
    assert _counted() == rows


def test_a_refusal_leaves_the_key_free_and_nothing_behind(world, api):
    client = api(world.people[Role.SUPER_ADMIN])
    address = "/api/v1/collections/"
    refused(client.post(address, {"slug": "a b"}, HTTP_IDEMPOTENCY_KEY="k"), 400, "request.invalid")
    assert not KeptAnswer.objects.exists()
    good = {"slug": "once", "name": "Once"}
    assert client.post(address, good, HTTP_IDEMPOTENCY_KEY="k").status_code == 201


def test_a_key_of_one_address_is_no_key_of_another(world, api):
    client = api(world.people[Role.SUPER_ADMIN])
    client.post("/api/v1/clients/", {"name": "Once"}, HTTP_IDEMPOTENCY_KEY="k")
    answer = client.post(
        "/api/v1/seasons/", {"name": "Once", "slug": "o"}, HTTP_IDEMPOTENCY_KEY="k"
    )
    refused(answer, 409, "idempotency.mismatch")


def test_keys_are_ones_own(world, api):
    made = set()
    for role in (Role.ADMIN, Role.SUPER_ADMIN):
        client = api(world.people[role])
        answer = client.post("/api/v1/clients/", {"name": f"Of {role}"}, HTTP_IDEMPOTENCY_KEY="k")
        made.add(answer.json()["data"]["id"])
    assert len(made) == 2
