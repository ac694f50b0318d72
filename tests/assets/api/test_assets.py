import io
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.roles import Role
from apps.assets import lifecycle, versions
from apps.assets.ingest import ingest
from apps.assets.models import Asset, AssetStatus, Blob, Tag
from apps.assets.statistics import statistics
from apps.catalog.photographs import attach_photograph
from tests.assets.pictures import jpeg, moving, png

URL = "/api/v1/assets/"


@pytest.fixture
def reader(api, person):
    return api(person(Role.READ_ONLY))


@pytest.fixture
def sender(api, contributor, asked_for):
    return api(contributor)


def upload(client, data: bytes | None = None, name: str = "SR-1.jpg", **fields):
    file = SimpleUploadedFile(name, jpeg() if data is None else data)
    return client.post(URL, {"file": file, **fields}, format="multipart")


def raw_upload(client, filename: str):
    """A body written by hand: test clients clean file names."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + filename.encode()
        + b'"\r\nContent-Type: image/jpeg\r\n\r\n'
        + jpeg()
        + b"\r\n--x--\r\n"
    )
    return client.generic("POST", URL, body, content_type="multipart/form-data; boundary=x")


def test_an_upload_answers_with_the_asset(sender, collection):
    answer = upload(sender, collection="signature", name="SR-BAG.jpg")
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["name"] == "SR-BAG"
    assert data["collection"]["slug"] == "signature"
    assert (data["width"], data["height"], data["status"]) == (160, 120, "processing")
    assert data["versions"][0]["number"] == 1
    # Until there are renditions the original is shown.
    assert data["picture"][0]["url"] == data["versions"][0]["url"]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "upload.empty"),
        (b"text", 415, "upload.unsupported"),
        (jpeg()[: len(jpeg()) // 2], 422, "photo.truncated"),
        (moving("GIF"), 422, "photo.animated"),
        (png(height=20, width=20), 422, "photo.too_small"),
    ],
)
def test_a_refused_upload_says_why_and_leaves_nothing(sender, data, status, code):
    answer = upload(sender, data)
    assert answer.status_code == status
    body = answer.json()
    assert body["data"] is None
    assert body["error"]["code"] == code
    assert not Asset.objects.exists()
    assert not Blob.objects.exists()


@pytest.mark.parametrize("name", ["../../evil.jpg", "a/b.jpg", "c:\\a.jpg", "bell\x07.jpg"])
def test_a_bad_file_name_is_refused(sender, name):
    answer = raw_upload(sender, name)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "upload.bad_name"
    assert not Asset.objects.exists()


def test_a_plain_hand_written_body_is_taken(sender):
    assert raw_upload(sender, "bag.jpg").status_code == 201


def test_a_request_without_a_file_says_so(sender):
    answer = sender.post(URL, {"name": "x"}, format="multipart")
    assert answer.json()["error"]["code"] == "upload.missing"
    answer = sender.post(URL, {"file": "text"}, format="multipart")
    assert answer.json()["error"]["code"] == "upload.missing"


def test_a_body_over_the_limit_is_refused_unread(sender, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"max_upload_megabytes": 1})
    answer = upload(sender, jpeg() + b"\0" * 2_100_000)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "upload.too_large"


def test_json_is_no_upload(sender):
    assert sender.post(URL, {"name": "x"}, format="json").status_code == 415


def test_an_unknown_collection_is_named_and_leaves_nothing(sender):
    answer = upload(sender, collection="nope")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "collection.unknown"
    assert "nope" in answer.json()["error"]["fields"]["collection"][0]
    assert not Asset.objects.exists()


def test_another_teams_collection_cannot_be_used(sender, other_team):
    from apps.assets.models import Collection

    Collection.objects.create(team=other_team, slug="secret", name="Secret")
    answer = upload(sender, collection="secret")
    assert answer.status_code == 400
    assert "collection" in answer.json()["error"]["fields"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.READ_ONLY, 403), (Role.API_USER, 201), (Role.ADMIN, 201)],
)
def test_a_viewer_may_not_upload(api, person, asked_for, role, expected):
    assert upload(api(person(role))).status_code == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.READ_ONLY, 403), (Role.API_USER, 403), (Role.DEVELOPER, 204), (Role.SUPER_ADMIN, 204)],
)
def test_deleting_needs_a_reviewer(api, person, make_asset, role, expected):
    answer = api(person(role)).delete(f"{URL}{make_asset().pk}/")
    assert answer.status_code == expected


def test_a_stranger_must_sign_in(api, make_asset):
    assert api().get(URL).status_code == 401


def test_another_teams_assets_are_not_there(api, person, other_team, make_asset):
    asset = make_asset()
    stranger = api(person(Role.ADMIN, team=other_team))
    assert stranger.get(URL).json()["meta"]["total"] == 0
    for method, path in [
        ("get", ""),
        ("patch", ""),
        ("delete", ""),
        ("get", "download/"),
        ("post", "restore/"),
        ("post", "revert/"),
    ]:
        answer = getattr(stranger, method)(f"{URL}{asset.pk}/{path}")
        assert answer.status_code == 404, (method, path)


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_takes_the_same_number_of_queries_however_long(
    reader, make_asset, collection, team, count, django_assert_num_queries
):
    tag = Tag.objects.create(team=team, name="bag")
    first = make_asset(collection=collection)
    for number in range(count - 1):
        asset = Asset.objects.create(team=team, kind="image", name=f"n{number}", status="ready")
        version = first.current_version
        asset.current_version = versions._append(
            asset, blob=version.blob, filename="a.jpg", width=1, height=1, source="upload"
        )
        asset.tags.add(tag)
    # Count, page, tags, renditions.
    with django_assert_num_queries(4):
        answer = reader.get(URL, {"page_size": 50})
    assert len(answer.json()["data"]) == count


def test_pages_say_whether_there_is_more(reader, make_asset):
    for number in range(3):
        make_asset(filename=f"{number}.jpg")
    meta = reader.get(URL, {"page_size": 2}).json()["meta"]
    assert (meta["total"], meta["has_more"]) == (3, True)
    meta = reader.get(URL, {"page_size": 2, "page": 2}).json()["meta"]
    assert meta["has_more"] is False


def test_filters_narrow_the_list(reader, make_asset, collection, team):
    one = make_asset(filename="Leather bag.jpg", collection=collection)
    other = make_asset(filename="Silk dress.jpg", role="packshot")
    lifecycle.edit(other, tags=["new", "summer"])

    def found(**query):
        answer = reader.get(URL, query)
        assert answer.status_code == 200, answer.json()
        return {row["id"] for row in answer.json()["data"]}

    assert found(collection="signature") == {str(one.pk)}
    assert found(role="packshot") == {str(other.pk)}
    assert found(role=["packshot", "photograph"]) == {str(one.pk), str(other.pk)}
    assert found(tags=["new", "summer"]) == {str(other.pk)}
    assert found(tags=["new", "winter"]) == set()
    assert found(q="bag leather") == {str(one.pk)}
    assert found(q="bag silk") == set()
    assert found(q="summer") == {str(other.pk)}
    assert found(kind="image", status="processing") == {str(one.pk), str(other.pk)}
    assert found(status="ready") == set()
    assert found(ordering="name") == {str(one.pk), str(other.pk)}


@pytest.mark.parametrize(
    "query", [{"collection": "nowhere"}, {"kind": "sculpture"}, {"status": "deleted"}]
)
def test_a_filter_that_cannot_be_is_told(reader, query):
    answer = reader.get(URL, query)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request.invalid"


def test_a_search_finds_the_sku_of_the_variant(reader, make_asset, team):
    from apps.catalog.models import Product, Variant

    product = Product.objects.create(team=team, name="Tote", slug="tote", category="bag")
    variant = Variant.objects.create(product=product, team=team, sku="BR-TOT-001")
    asset = make_asset(filename="IMG_0001.jpg")
    make_asset(filename="IMG_0002.jpg")
    attach_photograph(variant, asset, "front")
    rows = reader.get(URL, {"q": "br-tot"}).json()["data"]
    assert [row["sku"] for row in rows] == ["BR-TOT-001"]


def test_a_change_is_kept(sender, make_asset, collection):
    asset = make_asset()
    changes = {
        "name": "Black tote",
        "tags": ["bag", "new", "bag"],
        "collection": "signature",
        "description": "From the front",
    }
    answer = sender.patch(f"{URL}{asset.pk}/", changes)
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert data["name"] == "Black tote"
    assert data["tags"] == ["bag", "new"]
    assert data["collection"]["slug"] == "signature"
    answer = sender.patch(f"{URL}{asset.pk}/", {"collection": None})
    assert answer.json()["data"]["collection"] is None
    assert answer.json()["data"]["tags"] == ["bag", "new"]


def test_a_deleted_asset_is_gone_until_it_is_restored(api, person, make_asset):
    reviewer = api(person(Role.DEVELOPER))
    asset = make_asset()
    assert reviewer.delete(f"{URL}{asset.pk}/").status_code == 204
    assert reviewer.get(f"{URL}{asset.pk}/").status_code == 404
    assert reviewer.get(URL).json()["meta"]["total"] == 0
    assert reviewer.post(f"{URL}{asset.pk}/restore/").status_code == 200
    assert reviewer.get(f"{URL}{asset.pk}/").status_code == 200
    asset.refresh_from_db()
    assert asset.status == AssetStatus.PROCESSING


def test_a_revert_makes_a_new_version_of_the_old_bytes(sender, make_asset):
    asset = make_asset()
    first = asset.current_version
    other = ingest(
        io.BytesIO(png()), filename="b.png", team=asset.team, user=asset.created_by
    ).current_version
    versions.add_version(
        asset, blob=other.blob, filename="b.png", width=160, height=120, source="job", user=None
    )
    answer = sender.post(f"{URL}{asset.pk}/revert/", {"number": 1})
    data = answer.json()["data"]
    assert [version["number"] for version in data["versions"]] == [3, 2, 1]
    assert data["versions"][0]["sha256"] == first.blob.sha256
    assert data["version"] == 3
    assert sender.post(f"{URL}{asset.pk}/revert/", {"number": 9}).status_code == 404
    assert sender.post(f"{URL}{asset.pk}/revert/", {"number": 0}).status_code == 400


def test_lineage_is_shown_both_ways(sender, make_asset, team, contributor):
    photograph = make_asset()
    packshot = versions.derive(
        team=team,
        user=contributor,
        name="Packshot",
        kind="image",
        role="packshot",
        blob=photograph.current_version.blob,
        filename="p.jpg",
        width=160,
        height=120,
        parents=[photograph.current_version],
        provenance={"job": "x"},
    )
    below = sender.get(f"{URL}{photograph.pk}/").json()["data"]
    above = sender.get(f"{URL}{packshot.asset_id}/").json()["data"]
    assert [row["asset_id"] for row in below["used_for"]] == [str(packshot.asset_id)]
    assert [row["asset_id"] for row in above["made_from"]] == [str(photograph.pk)]
    assert above["versions"][0]["provenance"] == {"job": "x"}


def test_a_download_is_the_original_byte_for_byte(reader, make_asset):
    asset = make_asset(filename="Größe.jpg")
    answer = reader.get(f"{URL}{asset.pk}/download/")
    assert answer.status_code == 200
    assert answer.content == jpeg()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert quote("Größe.jpg") in answer["Content-Disposition"]


def test_evidence_is_listed_by_its_role_alone(reader, make_asset, collection):
    evidence = make_asset(role="evidence", collection=collection)
    photograph = make_asset(collection=collection)
    listed = [one["id"] for one in reader.get(URL).json()["data"]]
    asked = [one["id"] for one in reader.get(URL, {"role": "evidence"}).json()["data"]]
    assert (listed, asked) == ([str(photograph.pk)], [str(evidence.pk)])
    assert reader.get(f"{URL}{evidence.pk}/").status_code == 200
    assert statistics([collection])[collection.pk]["total"] == 1
