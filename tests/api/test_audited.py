"""What people do through the API stands in the audit log: who, from where, before and after."""

from typing import Any

import pytest

from apps.accounts.audit.happenings import Happening
from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from tests.api.conftest import make_review

DELETED = {"status": "deleted"}


def last(happening: Happening) -> AuditEntry:
    return AuditEntry.objects.filter(happening=happening).first()


def acted(api: Any, world: Any, role: str, method: str, path: str, body: Any = None) -> Any:
    answer = getattr(api(world.people[role]), method)(path, body or {})
    assert answer.status_code < 300, answer.content
    return answer


def test_deleting_and_restoring_an_asset(world, api):
    path = f"/api/v1/assets/{world.asset.pk}/"
    answer = acted(api, world, Role.DEVELOPER, "delete", path)
    entry = last(Happening.ASSET_DELETED)
    assert entry.person == world.people[Role.DEVELOPER]
    assert entry.request_id == answer.headers["X-Request-ID"]
    assert (entry.address, entry.door) == ("127.0.0.1", "api")
    assert (entry.about_type, entry.about_id) == ("assets.asset", str(world.asset.pk))
    assert (entry.before, entry.after) == ({"status": "ready"}, DELETED)
    acted(api, world, Role.DEVELOPER, "post", f"{path}restore/")
    assert last(Happening.ASSET_RESTORED).before == DELETED


@pytest.mark.parametrize(
    ("verdict", "body", "happening"),
    [
        ("approve", {}, Happening.APPROVED),
        ("reject", {"reasons": ["colour_off"]}, Happening.REJECTED),
    ],
)
def test_decisions_and_taking_them_back(world, api, verdict, body, happening):
    review = make_review(world, world.people[Role.DEVELOPER])
    path = f"/api/v1/reviews/{review.pk}/"
    acted(api, world, Role.DEVELOPER, "post", f"{path}claim/")
    acted(api, world, Role.DEVELOPER, "post", f"{path}{verdict}/", body)
    entry = last(happening)
    assert (entry.about_id, entry.after["verdict"]) == (str(review.pk), verdict)
    acted(api, world, Role.DEVELOPER, "post", f"{path}undo/")
    assert last(Happening.DECISION_UNDONE).before == {"verdict": verdict}


def test_budgets(world, api):
    body = {"name": "Autumn", "currency": "EUR", "limit": "10.5"}
    made = acted(api, world, Role.ADMIN, "post", "/api/v1/budgets/", body).json()["data"]
    assert last(Happening.BUDGET_MADE).after["limit"] == "10.5"
    acted(api, world, Role.ADMIN, "patch", f"/api/v1/budgets/{made['id']}/", {"limit": "3"})
    entry = last(Happening.BUDGET_CHANGED)
    assert (entry.before, entry.after) == ({"limit": "10.5"}, {"limit": "3"})


def test_publishing_and_archiving(world, api):
    path = f"/api/v1/products/{world.product.pk}/"
    for move, happening in (
        ("publish", Happening.PUBLISHED),
        ("unpublish", Happening.UNPUBLISHED),
        ("archive", Happening.PRODUCT_ARCHIVED),
        ("restore", Happening.PRODUCT_RESTORED),
    ):
        acted(api, world, Role.ADMIN, "post", f"{path}{move}/")
        entry = last(happening)
        assert (entry.person, entry.about_id) == (world.people[Role.ADMIN], str(world.product.pk))


def test_queues_held_and_released(world, browser):
    producer = browser(world.people[Role.ADMIN])
    producer.post("/workers/hold/", {"queue": "cpu", "reason": "Repairs"})
    assert last(Happening.QUEUE_HELD).after == {"reason": "Repairs"}
    producer.post("/workers/release/", {"queue": "cpu"})
    entry = last(Happening.QUEUE_RELEASED)
    assert (entry.person, entry.door) == (world.people[Role.ADMIN], "page")


def test_what_was_refused_is_not_written_down_as_done(world, api):
    before = AuditEntry.objects.count()
    answer = api(world.people[Role.API_USER]).delete(f"/api/v1/assets/{world.asset.pk}/")
    assert answer.status_code == 403
    assert AuditEntry.objects.count() == before


def test_a_role_changed_in_the_administration(world, browser):
    person = world.people[Role.READ_ONLY]
    address = f"/admin/accounts/user/{person.pk}/change/"
    form = {"username": person.username, "email": "new@house.example", "role": Role.DEVELOPER}
    form |= {"team": world.team.pk, "is_active": "on"}
    answer = browser(world.people[Role.SUPER_ADMIN]).post(address, form)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    entry = last(Happening.ROLE_CHANGED)
    assert entry.person == world.people[Role.SUPER_ADMIN]
    assert (entry.about_id, entry.door) == (str(person.pk), "admin")
    assert (entry.before["role"], entry.after["role"]) == (Role.READ_ONLY, Role.DEVELOPER)
    assert entry.after["email"] == "[hidden]"


def test_a_setting_changed_in_the_administration(world, browser):
    address = f"/admin/catalog/shotrequirement/{world.shot.pk}/change/"
    form = {"category": world.shot.category, "view": world.shot.view}
    assert browser(world.people[Role.SUPER_ADMIN]).post(address, form).status_code == 302
    entry = last(Happening.ROW_CHANGED)
    assert (entry.before, entry.after) == ({"required": True}, {"required": False})


def test_a_row_deleted_in_the_administration(world, browser):
    owner = browser(world.people[Role.SUPER_ADMIN])
    owner.post(f"/admin/catalog/shotrequirement/{world.shot.pk}/delete/", {"post": "yes"})
    assert last(Happening.ROW_DELETED).about_id == str(world.shot.pk)
