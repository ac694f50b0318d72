import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.roles import Role
from apps.assets.models import Asset, DuplicatePair
from tests.assets.pictures import jpeg

PAGE = "/library/duplicates/"


@pytest.fixture
def twins(make_asset):
    return make_asset(filename="First.jpg"), make_asset(filename="Second.jpg")


def test_two_of_a_kind_stand_side_by_side_with_their_keys(browser, contributor, twins):
    page = browser(contributor).get(PAGE).content.decode()
    assert page.index("First") < page.index("Second")
    for key in ("1", "2", "b", "n"):
        assert f'data-shortcut="{key}"' in page
    assert "The same bytes." in page
    assert 'href="/library/duplicates/"' in browser(contributor).get("/library/").content.decode()


def test_merging_keeping_both_and_undoing(browser, contributor, twins):
    client = browser(contributor)
    pair = DuplicatePair.objects.get()
    address = f"{PAGE}{pair.pk}/"
    said = {"decision": "merge", "keep": twins[1].pk}
    page = client.post(address, said, follow=True).content.decode()
    assert "Merged into Second." in page
    assert "No duplicates" in page
    gone = client.get(f"/library/{twins[0].pk}/")
    assert gone.status_code == 200
    assert f"/library/{twins[1].pk}/" in gone.content.decode()
    page = client.post(address, {"decision": "undo"}, follow=True).content.decode()
    assert "Taken back." in page
    page = client.post(address, {"decision": "both"}, follow=True).content.decode()
    assert "Both stay." in page
    assert Asset.objects.exclude(status="deleted").count() == 2


@pytest.mark.parametrize(
    "said", [{}, {"decision": "merge"}, {"decision": "merge", "keep": "x"}, {"decision": "burn"}]
)
def test_a_word_that_means_nothing_changes_nothing(browser, contributor, twins, said):
    pair = DuplicatePair.objects.get()
    headers = {"Accept": "application/json"}
    answer = browser(contributor).post(f"{PAGE}{pair.pk}/", said, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request.invalid"
    pair.refresh_from_db()
    assert pair.status == "open"


def test_an_upload_is_told_what_has_its_bytes_and_asked(browser, contributor, make_asset):
    first = make_asset(filename="First.jpg")
    client = browser(contributor)
    headers = {"Accept": "application/json"}
    file = SimpleUploadedFile("Again.jpg", jpeg())
    data = client.post("/library/upload/", {"file": file}, headers=headers).json()["data"]
    (same,) = data["same_as"]
    assert (same["id"], same["name"]) == (str(first.pk), "First")
    used = client.post(
        same["decide"], {"decision": "merge", "keep": same["id"]}, headers=headers
    ).json()
    assert used["error"] is None
    assert Asset.objects.get(pk=data["id"]).status == "deleted"
    file = SimpleUploadedFile("Third.jpg", jpeg())
    page = client.post("/library/upload/", {"file": file}, follow=True).content.decode()
    assert "Third.jpg has the same bytes as First." in page


def test_the_api_names_them_too(api, contributor, twins):
    client = api(contributor)
    shown = client.get(f"/api/v1/assets/{twins[1].pk}/").json()["data"]["same_as"]
    assert [one["asset_id"] for one in shown] == [str(twins[0].pk)]
    pair = f"/api/v1/duplicates/{shown[0]['pair_id']}/"
    assert client.get("/api/v1/duplicates/").json()["meta"]["total"] == 1
    assert client.post(f"{pair}merge/", {}, format="json").status_code == 400
    kept = {"keep": str(twins[0].pk)}
    merged = client.post(f"{pair}merge/", kept, format="json").json()["data"]
    assert (merged["status"], merged["kept"]) == ("merged", str(twins[0].pk))
    again = client.post(f"{pair}merge/", kept, format="json")
    assert again.json()["error"]["code"] == "duplicate.decided"
    refused = client.post(f"{pair}keep-both/").json()["error"]
    assert refused["code"] == "duplicate.decided"
    assert client.get("/api/v1/duplicates/").json()["meta"]["total"] == 0
    listed = client.get("/api/v1/duplicates/", {"status": "merged", "asset": twins[1].pk})
    assert listed.json()["meta"]["total"] == 1
    assert client.post(f"{pair}undo/").json()["data"]["status"] == "open"


def test_another_teams_pairs_are_not_there(browser, person, other_team, twins):
    stranger = browser(person(Role.ADMIN, other_team))
    assert "No duplicates" in stranger.get(PAGE).content.decode()
    pair = DuplicatePair.objects.get()
    assert stranger.post(f"{PAGE}{pair.pk}/", {"decision": "both"}).status_code == 404
