"""For every operation of the API a request that works, written by hand: what is sent, about which
row of the house, by whom, and what must be so before. By label without ``/api/v1``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyotp
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from rest_framework_simplejwt.tokens import AccessToken

from apps.accounts import attempts, second_factor, signed_links, tokens
from apps.accounts.models import Device, User
from apps.accounts.roles import Role
from apps.accounts.signed_links import Purpose
from apps.assets.duplicates import deciding
from apps.assets.models import Collection, Version
from apps.catalog.products import archive_product
from apps.catalog.publishing.showcase import unpublish
from apps.jobs.models import Budget, CallStatus, Job, JobStatus, ProviderCall, Step, StepStatus
from apps.jobs.review import claims
from tests.api.conftest import PICTURE, World, make_version

PASSWORD = "a long walk at night"
NEW = "another walk at noon"

Body = Callable[[World], dict[str, Any]]


def _nothing(_world: World) -> None:
    """All is as it should be."""


@dataclass(frozen=True)
class Works:
    """One request.

    Attributes:
        body: what is sent; None for an operation without one.
        row: of the house, whose id stands for ``{id}`` or ``{asset_id}``; that of ``ROWS`` else.
        prepare: what must be so before.
        path: other parts of the address.
        who: whose business it is.
    """

    body: Body | dict[str, Any] | None = None
    row: str = ""
    prepare: Callable[[World], None] = _nothing
    path: Mapping[str, Any] = field(default_factory=dict)
    who: str = Role.SUPER_ADMIN
    media_type: str = "application/json"

    def sent(self, world: World) -> dict[str, Any] | None:
        """The body, about this house."""
        return self.body(world) if callable(self.body) else self.body


ROWS = {
    "/assets/uploads/": "upload",
    "/assets/": "asset",
    "/audit/": "audit_entry",
    "/auth/api-keys/": "api_key",
    "/auth/devices/": "device",
    "/budgets/": "budget",
    "/bulk-edits/": "bulk_edit",
    "/callbacks/": "callback",
    "/calls/": "call",
    "/campaigns/": "campaign",
    "/clients/": "client",
    "/collections/": "collection",
    "/drops/": "drop",
    "/duplicates/": "pair",
    "/jobs/": "job",
    "/photographs/": "photograph",
    "/pipeline/fidelity/": "scored",
    "/pipeline/jobs/": "model_job",
    "/privacy/": "privacy",
    "/product-media/": "media",
    "/products/": "product",
    "/publications/": "publication",
    "/releases/": "release",
    "/reviews/": "review",
    "/saved-searches/": "saved_search",
    "/seasons/": "season",
    "/shot-lists/": "shot",
    "/tray/": "in_tray",
    "/variants/": "variant",
}
"""Which row the id of an address is of, by how the address begins; the longest counts."""


def below(label: str) -> str:
    """A label of the description without what all of them begin with."""
    return label.replace("/api/v1", "", 1)


def row_of(path: str) -> str:
    """The row an address below ``/api/v1`` is about."""
    return ROWS[max((begins for begins in ROWS if path.startswith(begins)), key=len)]


def known_path(world: World, label: str, row: str = "") -> dict[str, str]:
    """What fills the braces of an address, so that there is something."""
    path = label.split(" ")[1]
    given = {"provider": "atelier", "name": "local", "kind": "packshot", "number": "1"}
    for name in ("id", "asset_id"):
        if "{%s}" % name in path:  # noqa: UP031 - braces are meant
            given[name] = str(world.rows[row or row_of(path)].pk)
    return {name: value for name, value in given.items() if "{%s}" % name in path}  # noqa: UP031


def reviewer(world: World) -> User:
    return world.people[Role.DEVELOPER]


def claimed(world: World) -> None:
    claims.claim(world.review, world.people[Role.SUPER_ADMIN])


def decided(world: World) -> None:
    """The decision of the house, taken back by who took it."""
    world.rows["review"] = world.decision.review


def job_is(status: JobStatus, **more: Any) -> Callable[[World], None]:
    """Both jobs of the house stand like this."""

    def prepare(world: World) -> None:
        step = StepStatus.FAILED if status == JobStatus.FAILED else StepStatus.READY
        for job in (world.job, world.model_job):
            Job.objects.filter(pk=job.pk).update(status=status, **more)
            Step.objects.filter(job=job).update(status=step)

    return prepare


def not_undone(world: World) -> None:
    """A step of the job could not be undone."""
    Job.objects.filter(pk=world.job.pk).update(status=JobStatus.FAILED)
    done = world.job.steps.first()
    Step.objects.filter(pk=done.pk).update(status=StepStatus.COMPENSATING)
    Step.objects.create(
        job=world.job,
        key=f"undo:{done.key}",
        ordinal=99,
        queue=done.queue,
        handler=done.handler,
        status=StepStatus.FAILED,
        compensates=done,
    )


def uncertain(world: World) -> None:
    """Nobody knows whether the call was paid."""
    ProviderCall.objects.filter(pk=world.call.pk).update(status=CallStatus.UNCERTAIN)
    Step.objects.filter(pk=world.call.step_id).update(status=StepStatus.UNCERTAIN)
    Job.objects.filter(pk=world.call.job_id).update(status=JobStatus.PROCESSING)
    Budget.objects.filter(pk=world.budget.pk).update(held_nano=1)


def binned(world: World) -> None:
    world.rows["asset"] = world.binned


def kept_both(world: World) -> None:
    deciding.keep_both([world.pair], reviewer(world))


def not_shown(world: World) -> None:
    unpublish(world.product, world.people[Role.ADMIN])


def archived(world: World) -> None:
    not_shown(world)
    archive_product(world.product)


def two_versions(world: World) -> None:
    """A second one, that is not shown."""
    other = make_version(world.team, "photograph")
    Version.objects.filter(pk=other.pk).update(asset=world.asset, number=2)


def empty_collection(world: World) -> None:
    world.rows["empty"] = Collection.objects.create(team=world.team, slug="empty", name="Empty")


def unattached(world: World) -> None:
    world.rows["spare"] = make_version(world.team, "photograph").asset


def with_password(world: World) -> None:
    for person in world.people.values():
        person.set_password(PASSWORD)
        person.email = f"{person.pk}@house.example"
        person.save()


def owner(world: World) -> User:
    return world.people[Role.SUPER_ADMIN]


def begun(world: World) -> None:
    with_password(world)
    world.rows["secret"] = second_factor.begin(owner(world)).secret


def with_factor(world: World) -> None:
    begun(world)
    second_factor.confirm(owner(world), _code(world, -30))


def _code(world: World, later: int = 0) -> str:
    return pyotp.TOTP(world.rows["secret"]).at(int(attempts.now()) + later)


def link(purpose: Purpose, **more: Any) -> Callable[[World], str]:
    def signed(world: World) -> str:
        said = {"user": str(owner(world).pk), "stamp": signed_links.fingerprint(owner(world))}
        return signed_links.sign(purpose, said | more)

    return signed


def refresh(world: World) -> str:
    moment = world.device.expires_at
    device = Device.objects.create(
        user=owner(world), kind="tokens", seen_at=moment, expires_at=moment
    )
    return tokens.pair_for(owner(world), device).refresh


def access(world: World, who: str) -> str:
    """A token of theirs."""
    world.people[who].refresh_from_db()
    token = AccessToken.for_user(world.people[who])
    token[tokens.EPOCH] = world.people[who].epoch
    return str(token)


def in_parts(world: World) -> None:
    """The upload comes in parts."""
    world.upload.part_size = world.upload.size
    world.upload.save()


def received(world: World) -> None:
    """The file of the upload has come."""
    storages["originals"].save(world.upload.incoming_key, ContentFile(PICTURE))


def asset(world: World) -> str:
    return str(world.asset.pk)


WORKING: dict[str, Works] = {
    "POST /assets/": Works({"file": PICTURE}, media_type="multipart/form-data"),
    "PATCH /assets/{id}/": Works({"name": "Coat"}),
    "POST /assets/{id}/restore/": Works(prepare=binned),
    "POST /assets/{id}/revert/": Works({"number": 1}),
    "PUT /assets/{id}/rights/": Works({"owner": "House", "territories": ["DE"]}),
    "DELETE /assets/{id}/versions/{number}/": Works(prepare=two_versions, path={"number": 2}),
    "POST /assets/export/": Works(lambda world: {"asset_ids": [asset(world)]}),
    "POST /assets/ingest/": Works({"url": "https://example.com/a.jpg"}),
    "GET /assets/uploads/{id}/": Works(who=Role.API_USER),
    "DELETE /assets/uploads/{id}/": Works(who=Role.API_USER),
    "GET /assets/uploads/{id}/parts/": Works(prepare=in_parts, who=Role.API_USER),
    "POST /assets/uploads/{id}/parts/": Works(
        {"numbers": [1]}, prepare=in_parts, who=Role.API_USER
    ),
    "POST /assets/uploads/": Works({"filename": "once.jpg", "size": 10}),
    "POST /assets/uploads/{id}/address/": Works({}, who=Role.API_USER),
    "POST /assets/uploads/{id}/confirm/": Works(prepare=received, who=Role.API_USER),
    "POST /auth/api-keys/": Works({"name": "shop", "scopes": ["read"], "days": 30}),
    "DELETE /auth/api-keys/{id}/": Works(who=Role.DEVELOPER),
    "DELETE /auth/devices/{id}/": Works(who=Role.DEVELOPER),
    "POST /auth/email/confirm/": Works(
        lambda world: {"token": link(Purpose.NEW_ADDRESS, email="a@house.example")(world)}
    ),
    "PATCH /auth/me/": Works({"first_name": "Ada"}),
    "POST /auth/password/": Works(
        {"old_password": PASSWORD, "new_password": NEW}, prepare=with_password
    ),
    "POST /auth/password/lost/": Works({"email": "a@house.example"}),
    "POST /auth/password/reset/": Works(
        lambda world: {"token": link(Purpose.NEW_PASSWORD)(world), "password": NEW}
    ),
    "POST /auth/register/": Works({"email": "new@house.example"}),
    "POST /auth/register/confirm/": Works(
        lambda world: {
            "token": signed_links.sign(
                Purpose.JOIN, {"email": "new@house.example", "first_name": "", "last_name": ""}
            ),
            "password": NEW,
        }
    ),
    "POST /auth/second-factor/": Works({"password": PASSWORD}, prepare=with_password),
    "POST /auth/second-factor/confirm/": Works(lambda world: {"code": _code(world)}, prepare=begun),
    "POST /auth/second-factor/off/": Works(
        lambda world: {"password": PASSWORD, "code": _code(world)}, prepare=with_factor
    ),
    "POST /auth/second-factor/recovery-codes/": Works(
        lambda world: {"password": PASSWORD, "code": _code(world)}, prepare=with_factor
    ),
    "POST /auth/token/": Works(
        lambda world: {"username": owner(world).username, "password": PASSWORD},
        prepare=with_password,
    ),
    "POST /auth/token/refresh/": Works(lambda world: {"refresh": refresh(world)}),
    "POST /budgets/": Works({"name": "Once", "currency": "EUR", "limit": "10"}),
    "PATCH /budgets/{id}/": Works({"name": "Another"}),
    "POST /bulk-edits/": Works(lambda world: {"asset_ids": [asset(world)], "add_tags": ["once"]}),
    "POST /calls/{id}/send-again/": Works({}, prepare=uncertain),
    "POST /calls/{id}/write-off/": Works({}, prepare=uncertain),
    "POST /campaigns/": Works(lambda world: {"client": str(world.client.pk), "name": "Once"}),
    "PATCH /campaigns/{id}/": Works({"name": "Another"}),
    "POST /clients/": Works({"name": "Once"}),
    "PATCH /clients/{id}/": Works({"name": "Another"}),
    "POST /collections/": Works({"slug": "once", "name": "Once"}),
    "PATCH /collections/{id}/": Works({"name": "Another"}),
    "DELETE /collections/{id}/": Works(row="empty", prepare=empty_collection),
    "POST /drops/": Works(lambda world: {"season": str(world.season.pk), "name": "Once"}),
    "PATCH /drops/{id}/": Works({"name": "Another"}),
    "POST /duplicates/{id}/merge/": Works(lambda world: {"keep": str(world.pair.first_id)}),
    "POST /duplicates/{id}/undo/": Works(prepare=kept_both),
    "POST /jobs/": Works(lambda world: {"kind": "packshot", "asset_ids": [asset(world)]}),
    "GET /jobs/{id}/children/": Works(row="batch"),
    "POST /jobs/{id}/put-right/": Works(prepare=not_undone),
    "POST /jobs/{id}/resume/": Works(prepare=job_is(JobStatus.PENDING, paused=True)),
    "POST /jobs/{id}/retry/": Works(prepare=job_is(JobStatus.FAILED)),
    "POST /jobs/{id}/undo-again/": Works(prepare=not_undone),
    "PUT /naming/": Works({"reads": ["{sku}-{view}"], "writes": "{sku}-{role}-{view}"}),
    "POST /photographs/": Works(
        lambda world: {"variant": str(world.variant.pk), "asset": str(world.spare.pk)},
        prepare=unattached,
    ),
    "PATCH /photographs/{id}/": Works({"view": "back"}),
    "POST /pipeline/batch-generate/": Works(lambda world: {"asset_ids": [asset(world)]}),
    "POST /pipeline/estimate/": Works({"asset_count": 3}),
    "POST /pipeline/fidelity/{asset_id}/approve/": Works({}),
    "POST /pipeline/fidelity/{asset_id}/reject/": Works({"reasons": ["colour_off"]}),
    "POST /pipeline/generate/": Works(lambda world: {"asset_id": asset(world)}),
    "POST /pipeline/jobs/{id}/cancel/": Works(prepare=job_is(JobStatus.PENDING)),
    "POST /pipeline/jobs/{id}/retry/": Works(prepare=job_is(JobStatus.FAILED)),
    "POST /privacy/": Works({"kind": "data", "password": PASSWORD}, prepare=with_password),
    "POST /products/": Works({"name": "Coat", "style_code": "ONCE-1"}),
    "PATCH /products/{id}/": Works({"name": "Another"}),
    "POST /products/{id}/archive/": Works(prepare=not_shown),
    "POST /products/{id}/restore/": Works(prepare=archived),
    "POST /releases/": Works(
        lambda world: {
            "asset": str(world.portrait.pk),
            "person": "Ada",
            "scope": ["image"],
            "expires_on": "2031-01-01",
            "document": str(world.release.document_id),
        }
    ),
    "POST /reviews/{id}/approve/": Works({}, prepare=claimed),
    "POST /reviews/{id}/regenerate/": Works({"params": {"profile": "quick"}}, prepare=claimed),
    "POST /reviews/{id}/reject/": Works({"reasons": ["colour_off"]}, prepare=claimed),
    "POST /reviews/{id}/release/": Works(prepare=claimed),
    "POST /reviews/{id}/undo/": Works(prepare=decided, who=Role.DEVELOPER),
    "POST /saved-searches/": Works({"name": "Totes", "query": "q=tote"}),
    "DELETE /saved-searches/{id}/": Works(who=Role.DEVELOPER),
    "POST /seasons/": Works({"name": "Once", "slug": "once"}),
    "PATCH /seasons/{id}/": Works({"name": "Another"}),
    "POST /tray/place/": Works(
        lambda world: {
            "asset_ids": [str(world.in_tray.pk)],
            "variant": str(world.variant.pk),
            "view": "back",
        }
    ),
    "POST /variants/": Works(lambda world: {"product": str(world.product.pk), "sku": "ONCE-1-38"}),
    "PATCH /variants/{id}/": Works({"size": "40"}),
}
NOT_HERE = {
    "POST /webhooks/{provider}/": "the provider signs it: tests/jobs/remote/test_webhooks.py",
}
"""What is shown to work elsewhere."""
