import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.assets import lifecycle
from apps.assets.models import Lineage, Rights
from apps.catalog.media import approve_media, withdraw_media
from apps.catalog.models import Drop, Publication, Season
from apps.catalog.products import NewVariant, archive_product, create_product, update_product
from apps.catalog.publishing.showcase import publish, unpublish
from skyy.api.errors import Code, Problem

PAGE = "/showcase/noir-coat/"
FEED = "/showcase/feed.json"


@pytest.fixture
def live(coat, noir, approve, producer):
    """The coat on the showcase, with one approved picture of the black one."""
    media = approve(noir)
    publish(coat, producer)
    return media


def addresses(client):
    """What of the coat anybody can reach."""
    media = Publication.objects.get().media.get()
    found = [PAGE, f"/showcase/media/{Publication.objects.get().pk}/{media.pk}/original/"]
    reached = [address for address in found if client.get(address).status_code == 200]
    if "Noir Coat" in client.get("/showcase/").content.decode():
        reached.append("index")
    if json.loads(client.get(FEED).content)["items"]:
        reached.append("feed")
    return reached


def test_a_live_product_is_open_to_everybody(client, live):
    assert len(addresses(client)) == 4
    page = client.get(PAGE)
    assert "noindex" not in page.content.decode()
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not page.cookies


def test_nothing_approved_is_nothing_to_publish(coat, producer):
    with pytest.raises(Problem) as caught:
        publish(coat, producer)
    assert caught.value.code == Code.PUBLICATION_NOTHING_APPROVED
    assert not Publication.objects.exists()


def test_a_withdrawn_approval_is_gone_at_once(client, live):
    withdraw_media(live)
    assert addresses(client) == []


def test_a_newer_approval_is_shown_only_when_published_again(client, coat, live, noir, approve):
    newer = approve(noir)
    assert client.get(PAGE).status_code == 404
    publish(coat, newer.approved_by)
    assert str(newer.pk) in client.get(PAGE).content.decode()


def test_undoing_a_newer_approval_shows_the_published_one_again(client, live, noir, approve):
    withdraw_media(approve(noir))
    assert len(addresses(client)) == 4


def test_unpublishing_takes_everything_down(client, coat, live, producer):
    unpublish(coat, producer)
    assert addresses(client) == []
    publish(coat, producer)
    assert len(addresses(client)) == 4


def test_a_product_that_was_never_published_cannot_be_taken_down(coat, producer):
    assert unpublish(coat, producer) is None


def test_an_archived_product_is_not_published(coat, noir, approve, producer):
    approve(noir)
    archive_product(coat)
    with pytest.raises(Problem) as caught:
        publish(coat, producer)
    assert caught.value.code == Code.CONFLICT


@pytest.fixture
def drop(team, coat):
    season = Season.objects.create(team=team, slug="aw", name="Autumn")
    drop = Drop.objects.create(season=season, slug="first", name="First Light")
    update_product(coat, drop=drop)
    return drop


def move(drop, **by):
    drop.goes_live_at = timezone.now() + timedelta(**by)
    drop.save()


def test_nothing_is_published_under_embargo(drop, coat, noir, approve, producer):
    approve(noir)
    move(drop, hours=1)
    with pytest.raises(Problem) as caught:
        publish(coat, producer)
    assert caught.value.code == Code.PUBLICATION_UNDER_EMBARGO
    assert drop.name in caught.value.message
    move(drop, seconds=-1)
    assert publish(coat, producer)


def test_a_date_moved_into_the_future_hides_everything_again(client, drop, live):
    move(drop, minutes=-1)
    assert len(addresses(client)) == 4
    move(drop, minutes=1)
    assert addresses(client) == []


def test_a_picture_is_served_only_by_its_own_publication(client, live, rose, approve, coat):
    publication = Publication.objects.get()
    unpublished = approve(rose)
    assert (
        client.get(f"/showcase/media/{publication.pk}/{unpublished.pk}/original/").status_code
        == 404
    )
    assert client.get(f"/showcase/media/{publication.pk}/{live.pk}/lost/").status_code == 404
    assert client.get(f"/showcase/media/{live.pk}/{live.pk}/original/").status_code == 404


def test_a_picture_may_be_kept_but_must_be_asked_about(client, live):
    address = f"/showcase/media/{Publication.objects.get().pk}/{live.pk}/original/"
    first = client.get(address)
    assert first.headers["Content-Type"] == "image/jpeg"
    assert "no-cache" in first.headers["Cache-Control"]
    assert "max-age=31536000" not in first.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    withdraw_media(live)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 404


@pytest.mark.parametrize("address", [PAGE, "/showcase/", FEED])
def test_an_unchanged_page_is_not_sent_twice(client, live, address, coat):
    first = client.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Last-Modified"]
    assert client.get(address, headers=tag).status_code == 304
    update_product(coat, name="Night Coat")
    assert client.get(address, headers=tag).status_code == 200


def test_a_reader_that_knows_only_dates_never_sees_what_was_taken_down(client, live):
    since = {"If-Modified-Since": client.get("/showcase/").headers["Last-Modified"]}
    withdraw_media(live)
    assert "Noir Coat" not in client.get("/showcase/", headers=since).content.decode()


def test_colours_are_switched_by_links(client, coat, live, rose, approve, producer):
    pink = approve(rose)
    publish(coat, producer)
    first = client.get(PAGE).content.decode()
    assert f"{PAGE}?colour=rose" in first
    assert str(live.pk) in first
    assert str(pink.pk) not in first
    second = client.get(PAGE, {"colour": "rose"}).content.decode()
    assert str(pink.pk) in second
    assert str(live.pk) not in second
    assert str(live.pk) in client.get(PAGE, {"colour": "'<x>"}).content.decode()


def test_a_page_shows_facts_and_hides_whoever_worked_on_it(client, coat, live, producer):
    update_product(coat, edition="Edition of 12", material="Wool", care="By hand")
    page = client.get(PAGE).content.decode()
    for fact in ("Edition of 12", "Wool", "By hand", "38 · 40", "Black Rose"):
        assert fact in page
    assert producer.username not in page


def test_pages_have_no_script_and_no_inline_style(client, live):
    for address in ("/showcase/", PAGE):
        page = client.get(address).content.decode()
        assert "<script" not in page
        assert not re.search(r"\sstyle=", page)


def test_pictures_come_as_renditions_smallest_first(client, live, add_rendition):
    add_rendition(live.version, "view_1600_webp", 1600)
    add_rendition(live.version, "grid_640_webp", 640)
    page = client.get(PAGE).content.decode()
    assert re.search(r"grid_640_webp/ 640w,.*view_1600_webp/ 1600w", page)
    [address] = set(re.findall(r'<img src="([^"]+)"', page))
    assert client.get(address).content.startswith(b"rendition")


def test_the_feed_is_a_json_feed_with_complete_addresses(client, coat, live):
    answer = client.get(FEED)
    assert answer.headers["Content-Type"].startswith("application/feed+json")
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver{FEED}"
    [item] = feed["items"]
    assert item["id"] == f"urn:uuid:{coat.pk}"
    assert item["url"] == f"http://testserver{PAGE}"
    assert {type(item[name]) for name in ("title", "content_html", "date_published")} == {str}
    [attachment] = item["attachments"]
    assert attachment["mime_type"] == "image/jpeg"
    assert attachment["url"] == item["image"]
    path = item["image"].removeprefix("http://testserver")
    assert client.get(path).status_code == 200


def test_a_name_cannot_break_out_of_the_feeds_html(client, coat, live):
    update_product(coat, description='<img src=x onerror="alert(1)">')
    [item] = json.loads(client.get(FEED).content)["items"]
    assert "<img src=x" not in item["content_html"]


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1e3", "٣", "999999"])
def test_a_page_of_the_feed_that_is_not_there_is_told(client, live, page):
    assert client.get(FEED, {"page": page}).status_code == 404


@pytest.fixture
def five_more(live, team, collection, make_version, reviewer, producer):
    """Hats on the showcase, beside the coat."""
    for number in range(5):
        product = create_product(
            team=team,
            name=f"Hat {number}",
            style_code=f"H{number}",
            collection=collection,
            variants=(NewVariant(f"H{number}"),),
        )
        approve_media(
            variant=product.variants.get(),
            version=make_version(),
            role="packshot",
            view="front",
            user=reviewer,
            at=timezone.now(),
        )
        publish(product, producer)


@pytest.mark.parametrize(("address", "queries"), [("/showcase/", 4), (FEED, 5), (PAGE, 8)])
def test_pages_take_as_many_queries_for_many_as_for_few(
    client, five_more, address, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_a_piece_leads_to_others_of_its_collection(client, five_more):
    page = client.get(PAGE).content.decode()
    assert len(set(re.findall(r"/showcase/hat-\d/", page))) == 3
    assert "Also in Black Rose" in page


def test_posting_to_a_public_page_is_not_understood(client, live):
    assert client.post(PAGE).status_code == 405
    assert client.head(PAGE).status_code == 200


def test_one_withdrawn_picture_of_several_is_gone_alone(
    client, coat, live, noir, approve, producer
):
    back = approve(noir, "back")
    publication = publish(coat, producer)
    withdraw_media(back)
    address = f"/showcase/media/{publication.pk}/{{}}/original/"
    assert client.get(address.format(live.pk)).status_code == 200
    assert client.get(address.format(back.pk)).status_code == 404
    page = client.get(PAGE)
    assert page.status_code == 200
    assert str(back.pk) not in page.content.decode()
    assert str(back.pk) not in client.get(FEED).content.decode()


def test_an_archived_product_is_not_public_however_it_came_to_be_archived(client, coat, live):
    type(coat).objects.update(status="archived")
    assert addresses(client) == []


def test_a_picture_put_into_the_bin_is_not_public_until_it_is_taken_out(client, live):
    lifecycle.delete(live.version.asset)
    assert addresses(client) == []
    lifecycle.restore(live.version.asset)
    assert len(addresses(client)) == 4


RIGHTS = [
    ({"ends_on": timezone.localdate() - timedelta(days=1)}, Code.RIGHTS_ENDED),
    ({"starts_on": timezone.localdate() + timedelta(days=2)}, Code.RIGHTS_NOT_STARTED),
    ({"territories": ["FR"]}, Code.RIGHTS_TERRITORY),
    ({"channels": ["print"]}, Code.RIGHTS_CHANNEL),
]


@pytest.mark.parametrize(("terms", "code"), RIGHTS)
def test_what_may_not_be_shown_to_the_world_is_taken_down_and_not_put_up_again(
    client, coat, live, producer, make_version, terms, code
):
    photograph = make_version()
    Lineage.objects.create(parent=photograph, child=live.version)
    Rights.objects.create(asset=photograph.asset, **terms)
    assert addresses(client) == []
    with pytest.raises(Problem) as caught:
        publish(coat, producer)
    assert caught.value.code == code
    Rights.objects.update(starts_on=None, ends_on=None, territories="", channels="showcase")
    Rights.objects.update(channels=["showcase"])
    assert len(addresses(client)) == 4
    publish(coat, producer)


@pytest.mark.parametrize(("terms", "code"), RIGHTS)
def test_what_may_not_be_shown_is_left_out_with_its_reason_and_the_others_are_shown(
    client, api, browser, coat, live, noir, approve, producer, make_version, terms, code
):
    back = approve(noir, "back")
    photograph = make_version()
    Lineage.objects.create(parent=photograph, child=back.version)
    Rights.objects.create(asset=photograph.asset, **terms)
    answer = api(producer).post(f"/api/v1/products/{coat.pk}/publish/")
    assert answer.status_code == 200, answer.json()
    told = answer.json()["data"]
    assert told["media"] == [str(live.pk)]
    [out] = told["left_out"]
    assert (out["media"], out["asset"]) == (str(back.pk), str(photograph.asset.pk))
    assert out["code"] == code
    assert photograph.asset.name in out["message"]
    assert str(back.pk) not in client.get(PAGE).content.decode()
    seen = browser(producer)
    page = f"/products/{coat.pk}/"
    assert not seen.get(page).context["outdated"]
    said = seen.post(f"{page}publish/", follow=True).content.decode()
    assert "Left out" in said
    # Once it may be shown, the page says that there is something to publish.
    Rights.objects.all().delete()
    assert seen.get(page).context["outdated"]
    assert publish(coat, producer).left_out == []
    assert str(back.pk) in client.get(PAGE).content.decode()
