import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.roles import Role
from apps.assets import lifecycle, versions
from apps.assets.content.roles import ROLES as LIMITS
from apps.assets.models import Asset, AssetStatus, Tag
from apps.assets.pages.roles import ROLES
from tests.assets.pictures import jpeg


def photograph(name: str = "SR-1.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_sees_the_library_and_an_asset(browser, person, make_asset, role):
    asset = make_asset(filename="Black tote.jpg")
    client = browser(person(Role(role)))
    page = client.get("/library/")
    assert page.status_code == 200
    assert "Black tote" in page.content.decode()
    assert client.get(f"/library/{asset.pk}/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/library/").status_code == 302


def test_an_empty_library_teaches(browser, person):
    contributor = browser(person(Role.API_USER)).get("/library/").content.decode()
    assert "No files yet. Drop a folder here." in contributor
    viewer = browser(person(Role.READ_ONLY)).get("/library/").content.decode()
    assert "No files yet." in viewer
    assert "data-upload" not in viewer


def test_every_picture_states_its_size(browser, contributor, make_asset):
    make_asset()
    page = browser(contributor).get("/library/").content.decode()
    grid = page[page.index("data-keyboard-grid") :]
    pictures = re.findall(r"<img [^>]*>", grid)
    assert pictures
    assert all('width="160" height="120"' in picture for picture in pictures)
    assert 'data-ratio="1.3333"' in grid


def test_masks_are_shown_when_asked_for(browser, contributor, make_asset):
    make_asset(filename="The mask.jpg", role="mask")
    make_asset(filename="The photograph.jpg")
    client = browser(contributor)
    page = client.get("/library/").content.decode()
    assert "The photograph" in page
    assert "The mask" not in page
    assert "The mask" in client.get("/library/", {"role": "mask"}).content.decode()


def test_evidence_is_counted_and_shown_only_under_its_role(browser, contributor, make_asset):
    make_asset(filename="The heat map.jpg", role="evidence")
    make_asset(filename="The photograph.jpg")
    client = browser(contributor)
    page = client.get("/library/", {"role": "photograph"})
    assert "The heat map" not in page.content.decode()
    counts = {
        (facet.name, option.value): option.count
        for facet in page.context["facets"]
        for option in facet.options
    }
    assert counts["role", "evidence"] == 1
    assert counts["role", "photograph"] == 1
    assert page.context["page"]["total"] == 1
    assert "The heat map" in client.get("/library/", {"role": "evidence"}).content.decode()


def test_search_and_filters_narrow_and_are_kept_in_the_form(
    browser, contributor, make_asset, collection
):
    make_asset(filename="Leather bag.jpg", collection=collection)
    make_asset(filename="Silk dress.jpg")
    client = browser(contributor)
    page = client.get("/library/", {"q": "leather", "collection": "signature"}).content.decode()
    assert "Leather bag" in page
    assert "Silk dress" not in page
    assert 'value="leather"' in page
    nothing = client.get("/library/", {"q": "velvet"}).content.decode()
    assert "Nothing fits these filters." in nothing


@pytest.mark.parametrize(
    "query",
    [
        {"collection": "nowhere"},
        {"kind": "sculpture"},
        {"page": "x"},
        {"page": "9999"},
        {"order": "upside"},
        {"q": "a\0b"},
        {"tags": "' OR 1=1 --"},
    ],
)
def test_an_odd_address_still_gives_a_page(browser, contributor, make_asset, query):
    make_asset()
    assert browser(contributor).get("/library/", query).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_takes_the_same_number_of_queries_however_long(
    browser, contributor, make_asset, team, count, django_assert_max_num_queries
):
    first = make_asset()
    tag = Tag.objects.create(team=team, name="bag")
    for number in range(count - 1):
        asset = Asset.objects.create(team=team, kind="image", name=f"n{number}", status="ready")
        versions._append(
            asset,
            blob=first.current_version.blob,
            filename="a.jpg",
            width=100,
            height=100,
            source="upload",
        )
        asset.tags.add(tag)
    client = browser(contributor)
    client.get("/library/")
    with django_assert_max_num_queries(14):
        client.get("/library/")


def test_a_plain_form_uploads_many_files_and_each_stands_alone(browser, contributor, asked_for):
    client = browser(contributor)
    files = [photograph("a.jpg"), photograph("notes.jpg", b"no picture"), photograph("b.jpg")]
    answer = client.post("/library/upload/", {"file": files}, follow=True)
    assert answer.redirect_chain[-1][0] == "/library/"
    assert set(Asset.objects.values_list("name", flat=True)) == {"a", "b"}
    page = answer.content.decode()
    assert "2 files received." in page
    assert "notes.jpg: This is a text file." in page


def test_an_upload_without_a_file_says_so(browser, contributor):
    page = browser(contributor).post("/library/upload/", follow=True).content.decode()
    assert "No file was chosen." in page


def test_script_gets_its_answer_in_the_envelope(browser, contributor, collection, asked_for):
    client = browser(contributor)
    headers = {"Accept": "application/json"}
    fields = {"file": photograph(), "collection": "signature"}
    answer = client.post("/library/upload/", fields, headers=headers)
    assert answer.status_code == 201
    assert Asset.objects.get(pk=answer.json()["data"]["id"]).collection == collection
    refused = client.post("/library/upload/", {"file": photograph(data=b"")}, headers=headers)
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "upload.empty"
    missing = client.post("/library/upload/", headers=headers)
    assert missing.json()["error"]["code"] == "upload.missing"


def test_a_viewer_may_not_upload(browser, person):
    viewer = browser(person(Role.READ_ONLY))
    assert viewer.post("/library/upload/", {"file": photograph()}).status_code == 403
    assert not Asset.objects.exists()


def test_an_unknown_collection_is_said_so_and_nothing_is_taken(browser, contributor):
    answer = browser(contributor).post(
        "/library/upload/",
        {"file": photograph(), "collection": "nowhere"},
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "collection.unknown")
    assert not Asset.objects.exists()


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"hx-request": "true"}])
def test_a_script_without_a_session_is_told_so_and_not_sent_to_a_page(client, db, headers):
    answer = client.post("/library/upload/", {"file": photograph()}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "auth.required")
    assert not Asset.objects.exists()


def test_a_script_without_the_role_is_told_so(browser, person):
    viewer = browser(person(Role.READ_ONLY))
    answer = viewer.post(
        "/library/upload/", {"file": photograph()}, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission.denied")


def test_the_drawer_gets_the_inner_part_alone(browser, contributor, make_asset):
    asset = make_asset()
    address = f"/library/{asset.pk}/"
    inner = browser(contributor).get(address, headers={"HX-Request": "true"})
    assert b"<html" not in inner.content
    assert asset.name in inner.content.decode()
    assert "HX-Request" in inner["Vary"]


def test_an_edit_is_kept_and_a_wrong_one_explained(browser, contributor, make_asset, collection):
    asset = make_asset()
    client = browser(contributor)
    fields = {"name": "Tote", "tags": "bag, new", "collection": str(collection.pk)}
    assert client.post(f"/library/{asset.pk}/edit/", fields).status_code == 302
    asset.refresh_from_db()
    assert (asset.name, asset.collection) == ("Tote", collection)
    assert set(asset.tags.values_list("name", flat=True)) == {"bag", "new"}
    assert client.post(f"/library/{asset.pk}/edit/", {"name": ""}).status_code == 422


def test_deleting_shows_the_way_back(browser, person, make_asset):
    asset = make_asset()
    client = browser(person(Role.DEVELOPER))
    page = client.post(f"/library/{asset.pk}/delete/", follow=True).content.decode()
    assert f"/library/{asset.pk}/restore/" in page
    assert asset.name not in client.get("/library/").content.decode()
    client.post(f"/library/{asset.pk}/restore/")
    assert asset.name in client.get("/library/").content.decode()


def test_many_are_deleted_at_once(browser, person, make_asset, other_team):
    mine = [make_asset(), make_asset()]
    theirs = make_asset(team=other_team, user=None)
    client = browser(person(Role.DEVELOPER))
    answer = client.post(
        "/library/delete/", {"asset": [*(str(one.pk) for one in mine), str(theirs.pk), "nonsense"]}
    )
    assert answer["HX-Redirect"] == "/library/"
    deleted = Asset.objects.filter(status=AssetStatus.DELETED)
    assert {one.pk for one in deleted} == {one.pk for one in mine}


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        (Role.READ_ONLY, "edit", 403),
        (Role.READ_ONLY, "revert/1", 403),
        (Role.API_USER, "delete", 403),
        (Role.API_USER, "restore", 403),
        (Role.API_USER, "revert/1", 302),
        (Role.DEVELOPER, "delete", 302),
    ],
)
def test_what_a_role_may_do(browser, person, make_asset, role, path, expected):
    asset = make_asset()
    assert browser(person(role)).post(f"/library/{asset.pk}/{path}/").status_code == expected


def test_another_teams_asset_is_not_there(browser, person, other_team, make_asset):
    asset = make_asset()
    stranger = browser(person(Role.ADMIN, team=other_team))
    assert stranger.get(f"/library/{asset.pk}/").status_code == 404
    for path in ("edit", "delete", "restore", "revert/1"):
        assert stranger.post(f"/library/{asset.pk}/{path}/").status_code == 404


def test_a_revert_that_cannot_be_is_explained(browser, contributor, make_asset):
    asset = make_asset()
    page = browser(contributor).post(f"/library/{asset.pk}/revert/7/", follow=True)
    assert "has no version 7" in page.content.decode()


def test_an_asset_that_failed_says_that_its_original_is_safe(browser, contributor, make_asset):
    asset = make_asset()
    lifecycle.mark_failed(asset)
    page = browser(contributor).get(f"/library/{asset.pk}/").content.decode()
    assert "The original is safe" in page


def test_a_role_said_on_the_page_is_the_files_own(browser, contributor, asked_for):
    client = browser(contributor)
    client.post("/library/upload/", {"file": photograph("back.jpg"), "role": "background"})
    assert Asset.objects.get().role == "background"
    page = client.post(
        "/library/upload/", {"file": photograph("no.jpg"), "role": "emperor"}, follow=True
    ).content.decode()
    assert "There is no role “emperor”." in page
    assert Asset.objects.count() == 1


def test_every_role_that_can_be_said_has_limits_or_is_free():
    assert set(ROLES) == set(LIMITS)
