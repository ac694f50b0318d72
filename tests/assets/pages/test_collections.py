"""Collections in the studio: their rule of versions is set here and shown on every asset."""

import pytest

from apps.accounts.roles import Role
from apps.assets.models import Collection
from apps.assets.versions import add_version

SAID = {
    "name": "Rose noire",
    "slug": "rose-noire",
    "description": "After dark.",
    "retention": "keep_last_n",
    "retention_number": "2",
    "top": "#ffeeee",
    "bottom": "#ddcccc",
}


@pytest.fixture
def producer(browser, person):
    return browser(person(Role.ADMIN))


def test_a_collection_is_made_with_its_rule_and_backdrop(producer):
    answer = producer.post("/library/collections/new/", SAID, follow=True)
    made = Collection.objects.get(slug="rose-noire")
    assert (made.retention, made.retention_number) == ("keep_last_n", 2)
    assert made.backdrop == {"top": "#ffeeee", "bottom": "#ddcccc"}
    assert "Keeps the last 2 versions." in answer.content.decode()


def test_what_is_changed_is_kept_and_keeping_all_forgets_the_number(producer, collection):
    address = f"/library/collections/{collection.pk}/"
    assert producer.post(address, SAID).status_code == 302
    assert producer.post(address, SAID | {"retention": "keep_all"}).status_code == 302
    collection.refresh_from_db()
    assert collection.name == "Rose noire"
    assert (collection.retention, collection.retention_number) == ("keep_all", None)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"retention_number": ""}, "Say how many versions, or how many days: at least 1."),
        ({"retention_number": "0"}, "greater than or equal to 1"),
        ({"retention": "keep_nothing"}, "Select a valid choice"),
        ({"top": "red"}, "Enter a valid value"),
        ({"slug": "taken"}, "There is a collection “taken” already."),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(producer, team, wrong, told):
    Collection.objects.create(team=team, slug="taken", name="Taken")
    before = Collection.objects.count()
    answer = producer.post("/library/collections/new/", SAID | wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Collection.objects.count() == before


def test_one_that_is_removed_leaves_its_assets(producer, collection, make_asset):
    asset = make_asset(collection=collection)
    answer = producer.post(f"/library/collections/{collection.pk}/delete/", follow=True)
    assert "What lay in it is in the library." in answer.content.decode()
    asset.refresh_from_db()
    assert asset.collection is None


def test_an_asset_says_what_is_kept_of_it_and_what_no_longer(producer, collection, make_asset):
    asset = make_asset(collection=collection)
    blob = asset.current_version.blob
    for _ in range(3):
        kept = {"source": "upload", "user": None, "width": 160, "height": 120}
        add_version(asset, blob=blob, filename="a.jpg", **kept)
    page = producer.get(f"/library/{asset.pk}/").content.decode()
    assert "Keeps all versions." in page
    assert "Kept no longer" not in page
    producer.post(f"/library/collections/{collection.pk}/", SAID)
    page = producer.get(f"/library/{asset.pk}/").content.decode()
    assert "Keeps the last 2 versions." in page
    # Of four, the first stays always and the last two are kept.
    assert page.count("Kept no longer") == 1


def test_somebody_who_may_not_edit_reads_only(browser, contributor, collection):
    page = browser(contributor).get("/library/collections/").content.decode()
    assert collection.name in page
    assert "/library/collections/new/" not in page
