"""What makes work or spends money honours ``Idempotency-Key``: sent twice, it happens once."""

import json
from typing import Any

import pytest

from apps.accounts.models import KeptAnswer
from apps.accounts.roles import Role
from apps.assets.models import Asset
from apps.jobs.models import (
    Budget,
    CallbackDelivery,
    CallStatus,
    Job,
    JobStatus,
    ProviderCall,
    Step,
    StepStatus,
)
from apps.jobs.review import claims
from tests.api.conftest import World, refused
from tests.api.described import OPERATIONS

HEADER = "Idempotency-Key"
# By hand: what needs no key, because it makes nothing, or its second time is harmless.
NEEDS_NONE = {
    "/api/v1/assets/{id}/link/": "signs an address",
    "/api/v1/assets/uploads/{id}/address/": "signs an address",
    "/api/v1/assets/export/": "reads, and answers with a stream",
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


def _nothing(_world: World) -> None:
    """All is as it should be."""


def _claimed(world: World) -> None:
    claims.claim(world.review, world.people[Role.SUPER_ADMIN])


def _job(status: JobStatus, **more: Any) -> Any:
    def prepare(world: World) -> None:
        step = StepStatus.FAILED if status == JobStatus.FAILED else StepStatus.READY
        for job in (world.job, world.model_job):
            Job.objects.filter(pk=job.pk).update(status=status, **more)
            Step.objects.filter(job=job).update(status=step)

    return prepare


def _uncertain(world: World) -> None:
    ProviderCall.objects.filter(pk=world.call.pk).update(status=CallStatus.UNCERTAIN)
    Step.objects.filter(pk=world.call.step_id).update(status=StepStatus.UNCERTAIN)
    Job.objects.filter(pk=world.call.job_id).update(status=JobStatus.PROCESSING)
    Budget.objects.filter(pk=world.budget.pk).update(held_nano=1)


def _binned(world: World) -> None:
    world.rows["asset"] = world.binned


PHOTOGRAPH = "the photograph"
"""Stands for the id of the house's photograph."""

WISHES: list[tuple[str, str, dict[str, Any], Any]] = [
    ("/jobs/", "", {"kind": "packshot", "asset_ids": [PHOTOGRAPH]}, _nothing),
    ("/jobs/{id}/retry/", "job", {}, _job(JobStatus.FAILED)),
    ("/jobs/{id}/cancel/", "job", {}, _nothing),
    ("/jobs/{id}/pause/", "job", {}, _nothing),
    ("/jobs/{id}/resume/", "job", {}, _job(JobStatus.PENDING, paused=True)),
    ("/pipeline/generate/", "", {"asset_id": PHOTOGRAPH}, _nothing),
    ("/pipeline/batch-generate/", "", {"asset_ids": [PHOTOGRAPH]}, _nothing),
    ("/pipeline/jobs/{id}/retry/", "model_job", {}, _job(JobStatus.FAILED)),
    ("/calls/{id}/send-again/", "call", {}, _uncertain),
    ("/calls/{id}/write-off/", "call", {}, _uncertain),
    ("/callbacks/{id}/resend/", "callback", {}, _nothing),
    ("/reviews/{id}/approve/", "review", {}, _claimed),
    ("/reviews/{id}/reject/", "review", {"reasons": ["colour_off"]}, _claimed),
    ("/reviews/{id}/regenerate/", "review", {"params": {"profile": "quick"}}, _claimed),
    ("/pipeline/fidelity/{id}/approve/", "scored", {}, _nothing),
    ("/pipeline/fidelity/{id}/reject/", "scored", {"reasons": ["colour_off"]}, _nothing),
    ("/products/", "", {"name": "Coat", "style_code": "ONCE-1"}, _nothing),
    ("/products/{id}/publish/", "product", {}, _nothing),
    ("/collections/", "", {"slug": "once", "name": "Once"}, _nothing),
    ("/clients/", "", {"name": "Once"}, _nothing),
    ("/seasons/", "", {"name": "Once", "slug": "once"}, _nothing),
    ("/budgets/", "", {"name": "Once", "currency": "EUR", "limit": "10"}, _nothing),
    ("/assets/{id}/restore/", "asset", {}, _binned),
    ("/assets/{id}/revert/", "asset", {"number": 1}, _nothing),
    ("/bulk-edits/", "", {"asset_ids": [PHOTOGRAPH], "add_tags": ["once"]}, _nothing),
    ("/assets/uploads/", "", {"filename": "once.jpg", "size": 10}, _nothing),
    ("/assets/ingest/", "", {"url": "https://example.com/a.jpg"}, _nothing),
]
OF_JOBS: dict[str, dict[str, Any]] = {
    "/jobs/": {"params": {"profile": "quick"}},
    "/pipeline/generate/": {"fidelity_target": 50},
    "/pipeline/batch-generate/": {"fidelity_target": 50},
    "/assets/uploads/": {"size": 11},
    "/assets/ingest/": {"name": "Another"},
}
"""What keeps its key with what it made, and what makes another request of it."""


def _counted() -> list[int]:
    return [model.objects.count() for model in (Job, Asset, ProviderCall, CallbackDelivery)]


@pytest.mark.parametrize(("path", "row", "body", "prepare"), WISHES, ids=[w[0] for w in WISHES])
def test_the_second_time_gets_the_first_answer_and_another_request_is_refused(
    world, api, path, row, body, prepare
):
    prepare(world)
    client = api(world.people[Role.SUPER_ADMIN])
    ident = str(world.rows[row].pk) if row else ""
    address = "/api/v1" + path.replace("{id}", ident)
    sent = json.loads(json.dumps(body).replace(PHOTOGRAPH, str(world.asset.pk)))
    first = client.post(address, sent, HTTP_IDEMPOTENCY_KEY="once")
    assert first.status_code < 300, first.content
    rows = _counted()
    again = client.post(address, sent, HTTP_IDEMPOTENCY_KEY="once")
    assert again.status_code == first.status_code, again.content
    assert again.json()["data"].get("id") == first.json()["data"].get("id")
    assert _counted() == rows
    if path not in OF_JOBS:
        assert again.json()["data"] == first.json()["data"]
        assert again.headers["Idempotency-Replayed"] == "true"
    other = sent | OF_JOBS.get(path, {"unheard": "of"})
    refused(client.post(address, other, HTTP_IDEMPOTENCY_KEY="once"), 409, "idempotency.mismatch")
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
