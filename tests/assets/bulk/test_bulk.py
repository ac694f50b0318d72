from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.assets import lifecycle
from apps.assets.bulk.changes import Changes
from apps.assets.bulk.editing import edit_many, latest_of
from apps.assets.bulk.undoing import undo
from apps.assets.models import Asset, BulkEdit, Collection, Rights
from apps.assets.rights.writing import Terms, set_rights
from skyy.api.errors import Code, Problem

SOON = date(2031, 5, 1)


@pytest.fixture
def producer(person):
    return person(Role.ADMIN)


@pytest.fixture
def stock(make_version, contributor, collection, producer):
    """Three photographs with tags, a collection and rights here and there."""
    assets = [make_version().asset for _ in range(3)]
    lifecycle.edit(assets[0], tags=["bag", "noir"], collection=collection)
    lifecycle.edit(assets[1], tags=["bag"])
    set_rights(assets[0], Terms(owner="Ada", territories=["FR"], ends_on=SOON), producer)
    return assets


def state():
    rights = Rights.objects.order_by("asset").values_list(
        "asset", "owner", "licence", "territories", "channels", "starts_on", "ends_on"
    )
    return {
        "assets": list(Asset.objects.order_by("pk").values_list("pk", "role", "collection")),
        "tags": sorted(map(str, Asset.objects.values_list("pk", "tags__name"))),
        "search": list(Asset.objects.order_by("pk").values_list("search", flat=True)),
        "rights": list(rights),
    }


def ids(assets):
    return [asset.pk for asset in assets]


def test_all_are_changed_and_all_come_back(stock, producer, team):
    runway = Collection.objects.create(team=team, slug="runway", name="Runway")
    before = state()
    edit = edit_many(
        producer,
        ids(stock),
        Changes(
            add_tags=["aw26", " noir "],
            remove_tags=["bag"],
            collection=runway,
            role="background",
            rights=Terms(owner="Reuben", channels=["showcase"], ends_on=SOON),
        ),
    )
    for asset in Asset.objects.all():
        assert set(asset.tags.values_list("name", flat=True)) == {"aw26", "noir"}
        assert (asset.role, asset.collection) == ("background", runway)
        assert (asset.rights.owner, asset.rights.ends_on) == ("Reuben", SOON)
        assert asset.rights.channels == ("showcase",)
        assert "aw26" in asset.search
        assert "bag" not in asset.search
    assert latest_of(producer) == edit
    assert undo(edit, producer) == 3
    assert state() == before
    assert latest_of(producer) is None
    with pytest.raises(Problem) as caught:
        undo(edit, producer)
    assert caught.value.code == Code.CONFLICT


def test_what_was_changed_since_stays(stock, producer, collection):
    edit = edit_many(producer, ids(stock), Changes(collection=collection, add_tags=["aw26"]))
    lifecycle.edit(Asset.objects.get(pk=stock[2].pk), collection=None, tags=["own"])
    undo(edit, producer)
    fresh = [Asset.objects.get(pk=pk) for pk in ids(stock)]
    assert [one.collection for one in fresh] == [collection, None, None]
    assert list(fresh[2].tags.values_list("name", flat=True)) == ["own"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (Changes(), Code.REQUEST_INVALID),
        (Changes(add_tags=[" ", ""]), Code.REQUEST_INVALID),
        (Changes(add_tags=["a"], remove_tags=["a"]), Code.REQUEST_INVALID),
        (Changes(add_tags=["x" * 61]), Code.REQUEST_INVALID),
        (Changes(rights=Terms(territories=["France"])), Code.REQUEST_INVALID),
        (Changes(rights=Terms(), no_rights=True), Code.REQUEST_INVALID),
    ],
)
def test_a_change_that_means_nothing_is_refused(stock, producer, changes, code):
    before = state()
    with pytest.raises(Problem) as caught:
        edit_many(producer, ids(stock), changes)
    assert caught.value.code == code
    assert state() == before


def test_one_that_cannot_be_changed_stops_all(stock, producer, make_version, other_team, person):
    changes = Changes(add_tags=["aw26"], role="background")
    before = state()
    foreign = make_version(of=other_team).asset
    with pytest.raises(Problem) as caught:
        edit_many(producer, [*ids(stock), foreign.pk], changes)
    assert caught.value.code == Code.NOT_FOUND
    foreign.delete()
    portrait = make_version("portrait").asset
    contributor = person(Role.API_USER)
    with pytest.raises(Problem) as caught:
        edit_many(contributor, [*ids(stock), portrait.pk], changes)
    assert caught.value.code == Code.PERMISSION_DENIED
    portrait.delete()
    with pytest.raises(Problem) as caught:
        edit_many(contributor, ids(stock), Changes(no_rights=True))
    assert caught.value.code == Code.PERMISSION_DENIED
    for wrong in ([], [stock[0].pk] * 1 + [foreign.pk] * 5001):
        with pytest.raises(Problem):
            edit_many(producer, wrong, changes)
    assert state() == before
    assert not BulkEdit.objects.exists()


def test_many_take_as_many_queries_as_few(
    make_version, producer, collection, django_assert_max_num_queries
):
    many = [make_version().asset for _ in range(25)]
    changes = Changes(
        add_tags=["a", "b"], remove_tags=["c"], collection=collection, role="background",
        rights=Terms(owner="Ada"),
    )  # fmt: skip
    for part in (many[:2], many):
        with django_assert_max_num_queries(30):
            edit = edit_many(producer, ids(part), changes)
        with django_assert_max_num_queries(30):
            undo(edit, producer)


TAG = st.sampled_from(["bag", "noir", "aw26"])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    edits=st.lists(
        st.tuples(st.sets(TAG), st.sets(TAG), st.sampled_from(["", "background"])),
        min_size=1,
        max_size=3,
    )
)
def test_undone_in_turn_everything_is_as_it_was(stock, producer, edits):
    before = state()
    made = []
    for add, remove, role in edits:
        if add or remove - add or role:
            changes = Changes(add_tags=sorted(add), remove_tags=sorted(remove - add), role=role)
            made.append(edit_many(producer, ids(stock), changes))
    for edit in reversed(made):
        undo(edit, producer)
    assert state() == before


def test_the_api_changes_many_and_brings_them_back(api, producer, stock, contributor):
    client = api(producer)
    before = state()
    said = {"asset_ids": [str(pk) for pk in ids(stock)], "add_tags": ["aw26"], "collection": None}
    made = client.post("/api/v1/bulk-edits/", said, format="json")
    assert made.status_code == 201
    data = made.json()["data"]
    assert (data["count"], data["changes"]) == (3, {"add_tags": ["aw26"], "collection": None})
    assert Asset.objects.filter(tags__name="aw26", collection=None).count() == 3
    address = f"/api/v1/bulk-edits/{data['id']}/undo/"
    assert client.post(address).json()["data"]["undone_at"]
    assert state() == before
    refused = api(contributor).post("/api/v1/bulk-edits/", said | {"rights": None}, format="json")
    assert refused.status_code == 403
    wrong = client.post("/api/v1/bulk-edits/", {"asset_ids": ["x"]}, format="json").json()
    assert "asset_ids.0" in wrong["error"]["fields"]


def test_the_page_changes_what_was_ticked_and_offers_the_way_back(browser, producer, stock):
    client = browser(producer)
    before = state()
    assert client.get("/library/bulk/").status_code == 302
    page = client.get("/library/bulk/", {"asset": ids(stock)[:2]}).content.decode()
    assert "Edit 2 assets" in page
    wrong = client.post("/library/bulk/", {"asset": ids(stock)[:2]})
    assert wrong.status_code == 422
    assert "Say what is to be changed." in wrong.content.decode()
    said = {"asset": ids(stock)[:2], "add_tags": "aw26, ss27", "rights": "none"}
    page = client.post("/library/bulk/", said, follow=True).content.decode()
    assert "2 assets changed." in page
    assert Asset.objects.filter(tags__name="ss27").count() == 2
    edit = BulkEdit.objects.get()
    page = client.post(f"/library/bulk/{edit.pk}/undo/", follow=True).content.decode()
    assert "2 assets are as they were." in page
    assert state() == before


def test_all_that_fit_the_filters_are_changed(browser, producer, stock):
    client = browser(producer)
    page = client.get("/library/bulk/", {"every": "tags=bag&order=name"}).content.decode()
    assert "Edit 2 assets" in page
    client.post("/library/bulk/", {"every": "tags=bag", "role": "background"})
    assert Asset.objects.filter(role="background").count() == 2
