import pytest

from apps.accounts.roles import Role
from apps.assets import lifecycle
from apps.assets.models import Collection

URL = "/api/v1/collections/"


@pytest.fixture
def producer(api, person):
    return api(person(Role.ADMIN))


def test_a_producer_makes_changes_and_removes_collections(producer):
    made = producer.post(URL, {"slug": "resort", "name": "Resort"})
    assert made.status_code == 201
    address = f"{URL}{made.json()['data']['id']}/"
    changed = producer.patch(address, {"backdrop": {"top": "#ffffff", "bottom": "#eeeeee"}})
    assert changed.json()["data"]["backdrop"]["top"] == "#ffffff"
    assert producer.delete(address).status_code == 204
    assert not Collection.objects.filter(slug="resort").exists()


def test_a_slug_is_taken_once_per_team(producer, collection, other_team):
    answer = producer.post(URL, {"slug": "signature", "name": "Again"})
    assert answer.status_code == 409
    assert answer.json()["error"]["fields"]["slug"]
    Collection.objects.create(team=other_team, slug="resort", name="Theirs")
    assert producer.post(URL, {"slug": "resort", "name": "Ours"}).status_code == 201


def test_a_colour_that_is_none_is_refused(producer):
    answer = producer.post(
        URL, {"slug": "a", "name": "A", "backdrop": {"top": "red", "bottom": "#000000"}}
    )
    assert answer.status_code == 400
    assert "backdrop.top" in answer.json()["error"]["fields"]


@pytest.mark.parametrize(
    ("backdrop", "missing"),
    [({}, {"backdrop.top", "backdrop.bottom"}), ({"top": "#ffffff"}, {"backdrop.bottom"})],
)
def test_half_a_backdrop_is_refused_and_the_present_one_stays(
    producer, collection, backdrop, missing
):
    before = dict(collection.backdrop)
    answer = producer.patch(f"{URL}{collection.pk}/", {"backdrop": backdrop})
    assert (answer.status_code, set(answer.json()["error"]["fields"])) == (400, missing)
    collection.refresh_from_db()
    assert collection.backdrop == before


def test_removing_a_collection_keeps_its_assets(producer, make_asset, collection):
    asset = make_asset(collection=collection)
    assert producer.delete(f"{URL}{collection.pk}/").status_code == 204
    asset.refresh_from_db()
    assert asset.collection is None


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.API_USER, Role.DEVELOPER])
def test_others_may_only_read(api, person, collection, role):
    client = api(person(role))
    assert client.get(URL).json()["meta"]["total"] == 1
    assert client.post(URL, {"slug": "b", "name": "B"}).status_code == 403
    assert client.delete(f"{URL}{collection.pk}/").status_code == 403


def test_another_teams_collections_are_not_there(api, person, other_team, collection):
    stranger = api(person(Role.ADMIN, team=other_team))
    assert stranger.get(URL).json()["meta"]["total"] == 0
    assert stranger.get(f"{URL}{collection.pk}/stats/").status_code == 404


def test_statistics_count_what_lies_in_a_collection(producer, make_asset, collection):
    one = make_asset(collection=collection)
    make_asset(collection=collection, role="packshot")
    lifecycle.delete(make_asset(collection=collection))
    make_asset()
    counted = producer.get(f"{URL}{collection.pk}/stats/").json()["data"]
    assert counted["total"] == 2
    assert counted["roles"] == {"photograph": 1, "packshot": 1}
    assert counted["kinds"] == {"image": 2}
    assert counted["statuses"] == {"processing": 2}
    assert counted["size"] == 2 * one.current_version.blob.size
    assert producer.get(f"{URL}stats/").json()["data"] == [counted]
