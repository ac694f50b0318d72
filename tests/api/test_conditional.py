"""Entity tags: what is known is not sent again, and nobody overwrites what they have not seen."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.accounts.roles import Role
from apps.assets.lifecycle import edit
from tests.api.conftest import build_world, refused


@pytest.fixture
def address(world):
    return f"/api/v1/assets/{world.asset.pk}/"


@pytest.mark.parametrize("path", ["", "?page_size=2", "?cursor=&page_size=2", "one"])
def test_the_tag_is_over_the_data_not_over_the_moment(owner, address, path):
    asked = address if path == "one" else f"/api/v1/assets/{path}"
    first, second = owner.get(asked), owner.get(asked)
    assert first.json()["meta"] != second.json()["meta"]
    assert first.headers["ETag"] == second.headers["ETag"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_what_is_known_is_answered_with_304_and_nothing_else(owner, address, form):
    tag = owner.get(address).headers["ETag"]
    answer = owner.get(address, HTTP_IF_NONE_MATCH=form.format(tag))
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["X-Request-ID"]


def test_a_change_gives_another_tag(owner, world, address):
    tag = owner.get(address).headers["ETag"]
    changed = owner.patch(address, {"name": "Another"})
    assert changed.headers["ETag"] != tag
    fresh = owner.get(address, HTTP_IF_NONE_MATCH=tag)
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] == changed.headers["ETag"]


def test_a_list_that_grew_has_another_tag_though_its_page_is_the_same(owner, world):
    first = owner.get("/api/v1/assets/?page_size=1&ordering=created_at")
    world.binned.status = "ready"
    world.binned.save()
    second = owner.get("/api/v1/assets/?page_size=1&ordering=created_at")
    assert first.json()["data"] == second.json()["data"]
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_write_for_what_was_changed_meanwhile_is_refused_and_changes_nothing(
    owner, world, address, method
):
    tag = owner.get(address).headers["ETag"]
    edit(world.asset, name="Changed by somebody else")
    answer = getattr(owner, method)(address, {"name": "Mine"}, HTTP_IF_MATCH=tag)
    refused(answer, 412, "precondition.failed")
    assert owner.get(address).json()["data"]["name"] == "Changed by somebody else"


@pytest.mark.parametrize(("method", "status"), [("patch", 200), ("delete", 204)])
@pytest.mark.parametrize("anything", [True, False])
def test_a_write_for_what_was_read_is_done(owner, address, method, status, anything):
    tag = "*" if anything else owner.get(address).headers["ETag"]
    answer = getattr(owner, method)(address, {"name": "Mine"}, HTTP_IF_MATCH=tag)
    assert answer.status_code == status


def test_a_weak_tag_guards_no_write(owner, address):
    tag = owner.get(address).headers["ETag"]
    answer = owner.patch(address, {"name": "Mine"}, HTTP_IF_MATCH=f"W/{tag}")
    refused(answer, 412, "precondition.failed")


def test_a_condition_opens_nothing(world, api, address):
    stranger = api(world.people["stranger"])
    assert stranger.patch(address, {"name": "x"}, HTTP_IF_MATCH="*").status_code == 404
    viewer = api(world.people[Role.READ_ONLY])
    assert viewer.patch(address, {"name": "x"}, HTTP_IF_MATCH='"x"').status_code == 403
    assert stranger.get(address, HTTP_IF_NONE_MATCH="*").status_code == 404


def test_rights_are_written_for_the_rights_that_were_read(owner, address):
    rights = f"{address}rights/"
    tag = owner.get(rights).headers["ETag"]
    terms = {"owner": "The house"}
    assert owner.put(rights, terms, HTTP_IF_MATCH=tag).status_code == 200
    refused(owner.put(rights, terms, HTTP_IF_MATCH=tag), 412, "precondition.failed")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_for_the_same_tag_one_is_refused(
    transactional_db, no_renditions, api
):
    world = build_world()
    owner = api(world.people[Role.SUPER_ADMIN])
    address = f"/api/v1/assets/{world.asset.pk}/"
    tag, ready = owner.get(address).headers["ETag"], threading.Barrier(2)

    def write(name: str) -> int:
        client = api(world.people[Role.SUPER_ADMIN])
        ready.wait(timeout=30)
        try:
            return client.patch(address, {"name": name}, HTTP_IF_MATCH=tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, ["One", "Two"])) == [200, 412]
