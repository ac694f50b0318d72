from datetime import timedelta

from django.utils import timezone

from apps.accounts.roles import Role
from apps.assets.models import Release, Rights

DAY = timedelta(days=1)


def test_a_producer_says_the_rights_and_a_contributor_reads_them(
    browser, person, contributor, make_asset
):
    asset = make_asset()
    producer = browser(person(Role.ADMIN))
    said = {"rights-owner": "Reuben", "rights-territories": "fr, de", "rights-channels": ""}
    said |= {"rights-ends_on": str(timezone.localdate() + 3 * DAY)}
    page = producer.post(f"/library/{asset.pk}/rights/", said, follow=True).content.decode()
    assert "Rights saved." in page
    assert "DE, FR" in page
    assert "The rights end on" in page
    seen = browser(contributor).get(f"/library/{asset.pk}/").content.decode()
    assert "Reuben" in seen
    assert "Change the rights" not in seen
    assert "Rights to" in browser(contributor).get("/library/").content.decode()
    producer.post(f"/library/{asset.pk}/rights/", {"clear": "1"})
    assert not Rights.objects.exists()


def test_what_cannot_be_said_is_told_and_changes_nothing(browser, person, make_asset):
    asset = make_asset()
    producer = browser(person(Role.ADMIN))
    for said in ({"rights-territories": "France"}, {"rights-ends_on": "soon"}):
        page = producer.post(f"/library/{asset.pk}/rights/", said, follow=True).content.decode()
        assert "toast" in page
        assert not Rights.objects.exists()


def test_a_portrait_asks_for_a_release_until_it_has_one(browser, person, make_asset):
    portrait, paper = make_asset(role="portrait"), make_asset(role="release")
    producer = browser(person(Role.ADMIN))
    page = producer.get(f"/library/{portrait.pk}/").content.decode()
    assert "needs a release by the person in it" in page
    assert "No release" in producer.get("/library/").content.decode()
    said = {"release-person": "Ada", "release-scope": ["image", "video"]}
    said |= {"release-expires_on": "2031-01-01", "release-document": str(paper.pk)}
    address = f"/library/{portrait.pk}/releases/"
    page = producer.post(address, said, follow=True).content.decode()
    assert "Ada" in page
    assert "needs a release" not in page
    release = Release.objects.get()
    page = producer.post(f"/library/releases/{release.pk}/withdraw/", follow=True).content.decode()
    assert "needs a release by the person in it" in page


def test_today_tells_what_ends_soon(browser, contributor, make_asset):
    asset = make_asset(filename="Lent.jpg")
    make_asset(filename="Own.jpg")
    Rights.objects.create(asset=asset, ends_on=timezone.localdate() + 30 * DAY)
    page = browser(contributor).get("/").content.decode()
    section = page[page.index("Rights that end soon") :]
    assert "Lent" in section
    assert "Own" not in section
    listed = browser(contributor).get("/library/", {"rights": "ending"}).content.decode()
    assert "Lent" in listed
    assert "Own" not in listed
