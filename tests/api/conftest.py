"""One small house with everything in it once, and everybody who could knock."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.api_keys import create as create_key
from apps.accounts.models import AuditEntry, Device, PrivacyRequest, Team, User
from apps.accounts.models.team import DEFAULT_TEAM
from apps.accounts.privacy.archive import archive
from apps.accounts.roles import Role
from apps.assets import ports
from apps.assets.models import (
    Asset,
    Blob,
    BulkEdit,
    Collection,
    DuplicatePair,
    Lineage,
    Release,
    Rendition,
    SavedSearch,
    Tag,
    Version,
    VersionSource,
)
from apps.assets.uploads.opening import open_upload
from apps.catalog.clients import create_campaign, create_client
from apps.catalog.models import Category, ShotRequirement, Variant, View
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from apps.catalog.publishing.showcase import publish
from apps.catalog.seasons import create_drop, create_season
from apps.jobs.engine.submission import BatchItem, submit, submit_batch
from apps.jobs.models import (
    Budget,
    CacheEntry,
    CacheFile,
    CallbackDelivery,
    Job,
    JobStatus,
    Leadership,
    LedgerEntry,
    ProviderBucket,
    ProviderCall,
    QueueHold,
    StepFile,
    Tally,
    TallyMark,
    WebhookDelivery,
    Worker,
)
from apps.jobs.review import claims, decisions
from apps.jobs.review.queue import open_review
from tests.assets.pictures import jpeg
from tests.jobs.scored import finish_model

PICTURE = jpeg()
STRANGER = "stranger"
"""A Producer of another team."""
COLLEAGUE = "colleague"
"""A Contributor of the same team who made nothing of what is there."""
MARK = "nocturne"
"""In every name of the house, so that one can see where it gets out."""
SIGNED_IN = [*Role.values, COLLEAGUE, STRANGER]

numbers = count(7_000_000)


@dataclass
class World:
    """Rows by the words the permission table uses; ``people`` by role."""

    team: Team
    people: dict[str, User]
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None


@pytest.fixture(autouse=True)
def fresh_counters():
    """Requests of earlier tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def no_renditions():
    """Nobody makes renditions here."""
    before = ports.request_renditions._filled
    ports.request_renditions.fill(lambda _version: None)
    yield
    ports.request_renditions._filled = before


@pytest.fixture
def world(db, no_renditions) -> World:
    return build_world()


@pytest.fixture
def api():
    """An API client for a person."""

    def client(person: User | None = None, **more: Any) -> APIClient:
        made = APIClient(**more)
        if person is not None:
            made.force_authenticate(person)
        return made

    return client


@pytest.fixture
def browser():
    """A browser in which a person signed in."""

    def client(person: User | None = None, **more: Any) -> Client:
        made = Client(**more)
        if person is not None:
            made.force_login(person)
        return made

    return client


@pytest.fixture
def owner(world, api):
    """A client of somebody who may do everything."""
    return api(world.people[Role.SUPER_ADMIN], raise_request_exception=False)


def refused(answer: Any, status: int, code: str) -> None:
    """The answer is this error, in the envelope."""
    assert answer.status_code == status, answer.content[:500]
    assert answer.json()["error"]["code"] == code
    assert answer.json()["data"] is None


def build_world() -> World:
    # Tests with real transactions empty the tables behind them.
    team, _ = Team.objects.get_or_create(pk=DEFAULT_TEAM, defaults={"name": "Atelier"})
    other = Team.objects.create(name="Another house")
    Team.objects.filter(pk=team.pk).update(name=f"Atelier {MARK}")
    people = {
        role.value: User.objects.create(username=f"{MARK}-{role}", role=role, team=team)
        for role in Role
    }
    people[COLLEAGUE] = User.objects.create(username=COLLEAGUE, role=Role.API_USER, team=team)
    people[STRANGER] = User.objects.create(username=STRANGER, role=Role.ADMIN, team=other)
    for name in (Role.ADMIN, Role.SUPER_ADMIN, STRANGER):
        people[name].is_staff = True
        people[name].is_superuser = name == Role.SUPER_ADMIN
        people[name].save()
    world = World(team, people)
    world.rows |= {"user": people[Role.READ_ONLY], "team": team}
    _fill_catalog(world)
    _fill_work(world)
    _fill_account(world)
    return world


def _fill_catalog(world: World) -> None:
    team, rows = world.team, world.rows
    rows["collection"] = Collection.objects.create(
        team=team, slug=f"{MARK}_rose", name=f"{MARK} rose"
    )
    rows["tag"] = Tag.objects.create(team=team, name=f"{MARK} bag")
    rows["season"] = create_season(team=team, name=f"{MARK} autumn", slug=f"{MARK}-aw26")
    rows["drop"] = create_drop(
        season=rows["season"], name=f"{MARK} first", goes_live_at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    rows["client"] = create_client(team=team, name=f"{MARK} client")
    rows["campaign"] = create_campaign(client=rows["client"], name=f"{MARK} campaign")
    rows["product"] = create_product(
        team=team,
        name=f"{MARK} coat",
        style_code=f"{MARK}-001",
        category=Category.OUTWEAR,
        collection=rows["collection"],
        season=rows["season"],
        drop=rows["drop"],
        variants=(NewVariant(f"{MARK}-001-38", "Noir", "#111111", "38"),),
    )
    rows["variant"] = rows["product"].variants.get()
    rows["shot"], _ = ShotRequirement.objects.get_or_create(
        category=Category.OUTWEAR, view=View.FRONT, defaults={"required": True}
    )
    rows["version"] = make_version(team, "photograph")
    rows["asset"] = rows["version"].asset
    rows["photograph"] = attach_photograph(rows["variant"], rows["asset"], View.FRONT)
    rows["rendition"] = make_rendition(rows["version"])
    rows["blob"] = rows["version"].blob
    rows["portrait"] = make_version(team, "portrait").asset
    rows["release"] = Release.objects.create(
        team=team,
        asset=rows["portrait"],
        person=f"{MARK} Ada",
        scope=["image"],
        expires_on=date(2031, 1, 1),
        document=make_version(team, "release").asset,
    )
    rows["upload"] = open_upload(
        world.people[Role.API_USER], filename=f"{MARK}.jpg", size=len(PICTURE)
    )
    rows["in_tray"] = make_version(team, "photograph").asset
    rows["bulk_edit"] = BulkEdit.objects.create(
        team=team, made_by=world.people[Role.DEVELOPER], count=1, changes={"role": "photograph"}
    )
    rows["saved_search"] = SavedSearch.objects.create(
        team=team,
        owner=world.people[Role.DEVELOPER],
        name=f"{MARK} search",
        query="q=tote",
        shared=True,
    )
    first, second = sorted([rows["asset"].pk, make_version(team, "photograph").asset.pk])
    rows["pair"] = DuplicatePair.objects.create(
        team=team, first_id=first, second_id=second, exact=True
    )
    rows["binned"] = make_version(team, "photograph").asset
    Asset.objects.filter(pk=rows["binned"].pk).update(status="deleted")


def _fill_work(world: World) -> None:
    team, rows, reviewer = world.team, world.rows, world.people[Role.DEVELOPER]
    rows["job"] = submit(
        "packshot", team=team, user=reviewer, params={}, source=rows["version"], title=f"{MARK} job"
    )
    item = BatchItem(source=rows["version"], title=f"{MARK}-001-38")
    rows["batch"] = submit_batch(
        "packshot", [item], team=team, user=reviewer, params={}, title=f"{MARK} batch"
    )
    rows["review"] = make_review(world, reviewer)
    decided = make_review(world, reviewer)
    claims.claim(decided, reviewer)
    rows["decision"] = decisions.approve(decided, reviewer)
    rows["media"] = rows["variant"].media.get()
    rows["publication"] = publish(rows["product"], world.people[Role.ADMIN])
    rows["claim"] = claims.claim(make_review(world, reviewer), reviewer)
    rows["fidelity"] = make_scored_model(world, reviewer)
    rows["fidelity_evidence"] = rows["fidelity"].evidence.get()
    rows["scored"] = rows["fidelity"].result.asset
    rows["model_job"] = rows["fidelity"].job
    rows["step"] = rows["job"].steps.first()
    rows["event"] = rows["job"].events.first()
    rows["step_file"] = StepFile.objects.create(step=rows["step"], name="mask", blob=rows["blob"])
    rows["cache_entry"] = CacheEntry.objects.create(key="0" * 64, handler="test@1")
    rows["cache_file"] = CacheFile.objects.create(
        entry=rows["cache_entry"], name="mask", blob=rows["blob"]
    )
    rows["callback"] = CallbackDelivery.objects.create(
        job=rows["job"], event_number=1, body="{}", status="failed"
    )
    _fill_money(world)
    rows["privacy"] = PrivacyRequest.objects.create(
        kind="data",
        status="done",
        person=world.people[Role.READ_ONLY],
        asked_by=world.people[Role.READ_ONLY],
        expires_at=datetime(2999, 1, 1, tzinfo=UTC),
        content=archive(world.people[Role.READ_ONLY]),
    )
    rows["audit_entry"] = AuditEntry.objects.filter(team=team).first()
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    rows["worker"] = Worker.objects.create(
        name="atelier:1", host="atelier", pid=1, started_at=moment, seen_at=moment
    )
    rows["tally"] = Tally.objects.create(name="jobs_rested", label="completed")
    rows["tally_mark"] = TallyMark.objects.create(event=rows["job"].pk)
    rows["leadership"] = Leadership.objects.create(name="test", holder="atelier:1", until=moment)
    rows["provider_bucket"] = ProviderBucket.objects.create(provider="test", tokens=1.0, at=moment)
    rows["queue_hold"] = QueueHold.objects.create(queue="gpu", by=f"{MARK}-admin")
    rows["lineage"] = Lineage.objects.create(
        parent=rows["version"], child=rows["media"].version, relation="made_from"
    )


def _fill_account(world: World) -> None:
    """How the Reviewer comes in."""
    reviewer = world.people[Role.DEVELOPER]
    world.rows["api_key"] = create_key(reviewer, f"{MARK} key", ["read"], 30)[0]
    moment = datetime.now(UTC)
    world.rows["device"] = Device.objects.create(
        user=reviewer,
        kind="tokens",
        user_agent=MARK,
        seen_at=moment,
        expires_at=moment + timedelta(days=1),
    )


def _fill_money(world: World) -> None:
    team, rows = world.team, world.rows
    rows["call"] = ProviderCall.objects.create(
        team=team,
        job=rows["job"],
        step=rows["step"],
        provider="atelier",
        capability="image",
        reference=f"{MARK}-1",
    )
    rows["budget"] = Budget.objects.create(team=team, name=f"{MARK} budget")
    rows["ledger_entry"] = LedgerEntry.objects.create(
        budget=rows["budget"], call=rows["call"], kind="hold", amount_nano=1, currency="USD"
    )
    rows["webhook"] = WebhookDelivery.objects.create(provider="atelier", delivery_id="1")


def make_review(world: World, asker: User, variant: Variant | None = None) -> Any:
    """A review of a packshot that somebody asked for."""
    variant = variant or world.variant
    job = submit(
        "packshot",
        team=world.team,
        user=asker,
        params={},
        source=world.version,
        variant=variant,
    )
    Job.objects.filter(pk=job.pk).update(status=JobStatus.AWAITING_REVIEW)
    job.refresh_from_db()
    return open_review(
        job,
        role="packshot",
        view=View.FRONT,
        reference=world.version,
        result=make_version(world.team, "packshot"),
        variant=variant,
        evidence={},
    )


def make_scored_model(world: World, asker: User) -> Any:
    """The fidelity report of a 3D model that somebody asked for and that awaits review."""
    job = submit(
        "product_model",
        team=world.team,
        user=asker,
        params={},
        source=world.version,
        variant=world.variant,
        title=f"{MARK} model",
    )
    return finish_model(job)


def make_version(team: Team, role: str) -> Version:
    """A stored picture that did not go through ingest."""
    number = next(numbers)
    asset = Asset.objects.create(
        team=team, kind="image", role=role, name=f"{MARK} {role} {number}", status="ready"
    )
    version = Version.objects.create(
        asset=asset,
        number=1,
        blob=_blob("originals", number),
        source=VersionSource.UPLOAD,
        filename=f"{MARK}-{number}.jpg",
        width=160,
        height=120,
    )
    asset.current_version = version
    asset.save()
    return version


def make_rendition(version: Version) -> Rendition:
    blob = _blob("renditions", next(numbers))
    return Rendition.objects.create(
        version=version, specification="thumb_320", blob=blob, width=160, height=120
    )


def _blob(storage: str, number: int) -> Blob:
    key = storages[storage].save(f"tests/{number}.jpg", ContentFile(PICTURE))
    return Blob.objects.create(
        storage=storage,
        sha256=f"{number:064x}",
        key=key,
        size=len(PICTURE),
        media_type="image/jpeg",
    )
