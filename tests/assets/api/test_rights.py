from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.assets.models import Asset, Release, Rights

DAY = timedelta(days=1)


def address(asset, more=""):
    return f"/api/v1/assets/{asset.pk}/rights/{more}"


def test_rights_are_said_read_asked_about_and_taken_away(api, person, make_asset):
    client = api(person(Role.ADMIN))
    asset = make_asset()
    free = {"owner": "", "licence": "", "territories": [], "channels": []}
    free |= {"starts_on": None, "ends_on": None}
    assert client.get(address(asset)).json()["data"] == free
    said = free | {"owner": "Reuben", "territories": ["FR"], "ends_on": "2031-05-01"}
    assert client.put(address(asset), said, format="json").json()["data"] == said
    assert client.get(address(asset)).json()["data"] == said
    asked = client.get(address(asset, "check"), {"territory": "IT"}).json()["data"]
    assert asked["allowed"] is False
    assert [one["code"] for one in asked["refusals"]] == ["rights.territory"]
    assert client.get(address(asset, "check"), {"territory": "FR"}).json()["data"]["allowed"]
    later = {"at": "2031-05-03T00:00:00Z", "territory": "IT"}
    codes = client.get(address(asset, "check"), later).json()["data"]["refusals"]
    assert {one["code"] for one in codes} == {"rights.ended", "rights.territory"}
    assert client.delete(address(asset)).status_code == 204
    assert client.get(address(asset)).json()["data"] == free


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"territories": ["France"]}, "territories"),
        ({"territories": "FR"}, "territories"),
        ({"channels": ["Die Zeit"]}, "channels"),
        ({"starts_on": "2030-01-02", "ends_on": "2030-01-01"}, "ends_on"),
        ({"ends_on": "soon"}, "ends_on"),
    ],
)
def test_terms_that_mean_nothing_are_told_by_field(api, person, make_asset, said, field):
    asset = make_asset()
    answer = api(person(Role.ADMIN)).put(address(asset), said, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request.invalid"
    assert field in answer.json()["error"]["fields"]
    assert not Rights.objects.exists()


def test_a_contributor_may_not_widen_rights(api, contributor, make_asset):
    asset = make_asset()
    assert api(contributor).put(address(asset), {}, format="json").status_code == 403
    assert api(contributor).delete(address(asset)).status_code == 403


def test_a_release_is_recorded_and_taken_back(api, person, make_asset, other_team):
    client = api(person(Role.ADMIN))
    portrait = make_asset(role="portrait")
    paper = make_asset(role="release")
    said = {"asset": str(portrait.pk), "person": "Ada", "scope": ["image"]}
    said |= {"expires_on": "2031-01-01", "document": str(paper.pk)}
    made = client.post("/api/v1/releases/", said, format="json")
    assert made.status_code == 201
    assert made.json()["data"]["scope"] == ["image"]
    listed = client.get("/api/v1/releases/", {"asset": portrait.pk}).json()
    assert listed["meta"]["total"] == 1
    wrong = said | {"asset": str(paper.pk)}
    refused = client.post("/api/v1/releases/", wrong, format="json").json()["error"]
    assert refused["fields"].keys() == {"asset", "document"}
    stranger = api(person(Role.ADMIN, other_team))
    assert stranger.get("/api/v1/releases/").json()["meta"]["total"] == 0
    one = f"/api/v1/releases/{made.json()['data']['id']}/"
    assert stranger.delete(one).status_code == 404
    assert client.delete(one).status_code == 204
    assert not Release.objects.exists()


def test_lists_are_narrowed_to_what_ends_soon(api, contributor, make_asset):
    soon, free = make_asset(), make_asset()
    Rights.objects.create(asset=soon, ends_on=timezone.localdate() + 3 * DAY)
    listed = api(contributor).get("/api/v1/assets/", {"rights": "ending"}).json()["data"]
    assert [one["id"] for one in listed] == [str(soon.pk)]
    limited = api(contributor).get("/api/v1/assets/", {"rights": "odd"})
    assert limited.status_code == 400
    assert Asset.objects.filter(pk=free.pk).exists()
