import pytest

from apps.accounts.people import create_person
from apps.accounts.roles import Role
from apps.assets import versions
from apps.assets.models import AssetStatus, Collection
from apps.assets.renditions import record
from apps.assets.specifications import SPECIFICATIONS

PASSWORD = "a long walk at night"
MODELS = ["asset", "collection", "tag", "version", "rendition", "lineage", "blob"]


@pytest.fixture
def owner(db, browser):
    return browser(create_person("owner", "", PASSWORD, Role.SUPER_ADMIN))


@pytest.fixture
def producer(db, browser):
    return browser(create_person("producer", "", PASSWORD, Role.ADMIN))


@pytest.fixture
def asset(make_asset, team):
    asset = make_asset(filename="Black tote.jpg")
    version = asset.current_version
    record(version, SPECIFICATIONS[0], version.blob, 160, 120)
    versions.derive(
        team=team,
        user=None,
        name="Packshot",
        kind="image",
        role="packshot",
        blob=version.blob,
        filename="p.jpg",
        width=160,
        height=120,
        parents=[version],
        provenance={},
    )
    return asset


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_listed_and_searched(owner, asset, model):
    assert owner.get(f"/admin/assets/{model}/").status_code == 200
    assert owner.get(f"/admin/assets/{model}/", {"q": "tote"}).status_code == 200


def test_lists_show_thumbnails(owner, asset):
    page = owner.get("/admin/assets/asset/").content.decode()
    assert 'src="/media/renditions/' in page


def test_files_and_versions_can_be_looked_at_but_not_changed(owner, asset):
    version = asset.current_version
    for model, pk in [("version", version.pk), ("blob", version.blob_id)]:
        address = f"/admin/assets/{model}/{pk}/"
        assert owner.get(address + "change/").status_code == 200
        assert owner.post(address + "change/", {"filename": "x"}).status_code == 403
        assert owner.post(address + "delete/", {"post": "yes"}).status_code == 403
        assert owner.get(f"/admin/assets/{model}/add/").status_code == 403


def test_blobs_that_nothing_uses_can_be_found(owner, asset):
    page = owner.get("/admin/assets/blob/", {"used": "no"}).content.decode()
    assert "0 blobs" in page


def test_actions_go_through_the_services(owner, asset, asked_for):
    def act(action):
        chosen = {"action": action, "_selected_action": [str(asset.pk)]}
        answer = owner.post("/admin/assets/asset/", chosen, follow=True)
        asset.refresh_from_db()
        return answer.content.decode()

    assert "1 asset is in the bin." in act("put_into_bin")
    assert asset.status == AssetStatus.DELETED
    assert asset.deleted_at is not None
    assert "1 asset is restored." in act("restore")
    assert asset.status == AssetStatus.READY
    asked_for.clear()
    assert "1 asset is being made" in act("render_again")
    assert asked_for == [asset.current_version_id]


def test_words_are_corrected(owner, asset, collection):
    fields = {
        "name": "Tote",
        "description": "",
        "role": "photograph",
        "collection": str(collection.pk),
        "tags": [],
        "versions-TOTAL_FORMS": 0,
        "versions-INITIAL_FORMS": 0,
    }
    answer = owner.post(f"/admin/assets/asset/{asset.pk}/change/", fields)
    assert answer.status_code == 302
    asset.refresh_from_db()
    assert (asset.name, asset.collection) == ("Tote", collection)


def test_a_new_collection_belongs_to_the_team_of_who_makes_it(producer, team):
    fields = {
        "name": "Resort",
        "slug": "resort",
        "description": "",
        "backdrop": '{"top": "#ffffff", "bottom": "#eeeeee"}',
        "position": 0,
    }
    assert producer.post("/admin/assets/collection/add/", fields).status_code == 302
    assert Collection.objects.get(slug="resort").team == team


def test_a_producer_sees_the_own_team_alone(producer, other_team, make_asset):
    theirs = make_asset(filename="Secret.jpg", team=other_team, user=None)
    assert "Secret" not in producer.get("/admin/assets/asset/").content.decode()
    answer = producer.get(f"/admin/assets/asset/{theirs.pk}/change/")
    assert answer.status_code == 302
    assert producer.get("/admin/assets/blob/").status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_takes_the_same_number_of_queries_however_long(
    owner, make_asset, count, django_assert_max_num_queries
):
    for number in range(count):
        make_asset(filename=f"{number}.jpg")
    owner.get("/admin/assets/asset/")
    with django_assert_max_num_queries(18):
        owner.get("/admin/assets/asset/")
