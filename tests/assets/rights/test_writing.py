from datetime import date, timedelta

import pytest

from apps.accounts.models import AuditEntry
from apps.assets.filters import AssetFilter
from apps.assets.models import Asset, Release, Rights
from apps.assets.rights.ending import last_day, standing
from apps.assets.rights.releases import add_release, withdraw_release
from apps.assets.rights.writing import Terms, clear_rights, set_rights
from skyy.api.errors import Code, Problem

from .conftest import TODAY

DAY = timedelta(days=1)


def test_terms_are_written_in_one_form_and_replace_each_other(make_version, contributor):
    asset = make_version().asset
    set_rights(asset, Terms(territories=[" fr", "DE", "fr"], channels=["Showcase"]), contributor)
    rights = Rights.objects.get(asset=asset)
    assert rights.territories == ("DE", "FR")
    assert rights.channels == ("showcase",)
    set_rights(asset, Terms(owner="Reuben", ends_on=TODAY), contributor)
    rights.refresh_from_db()
    assert (rights.owner, rights.territories, rights.ends_on) == ("Reuben", (), TODAY)
    assert rights.updated_by == contributor
    assert clear_rights(asset) is True
    assert clear_rights(asset) is False
    written = AuditEntry.objects.filter(happening="asset.rights_changed").order_by("pk")
    assert [(entry.before.get("owner"), entry.after.get("owner")) for entry in written] == [
        (None, ""),
        ("", "Reuben"),
        ("Reuben", None),
    ]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(territories=["FRA"]), "territories"),
        (Terms(territories=["F R"]), "territories"),
        (Terms(channels=["a b"]), "channels"),
        (Terms(channels=["é"]), "channels"),
        (Terms(owner="x" * 161), "owner"),
        (Terms(starts_on=TODAY, ends_on=TODAY - DAY), "ends_on"),
    ],
)
def test_terms_that_mean_nothing_are_refused(make_version, contributor, terms, field):
    asset = make_version().asset
    with pytest.raises(Problem) as caught:
        set_rights(asset, terms, contributor)
    assert caught.value.code == Code.REQUEST_INVALID
    assert list(caught.value.fields) == [field]
    assert not Rights.objects.exists()


def test_a_release_names_a_person_a_scope_a_day_and_a_paper(make_version, contributor, other_team):
    portrait = make_version("portrait").asset
    paper = make_version("release", kind="document").asset
    right = {
        "asset": portrait,
        "person": "Ada",
        "scope": ["image"],
        "expires_on": TODAY,
        "document": paper,
        "user": contributor,
    }
    for wrong, field in (
        ({"asset": make_version().asset}, "asset"),
        ({"person": "  "}, "person"),
        ({"scope": []}, "scope"),
        ({"scope": ["everything"]}, "scope"),
        ({"document": make_version(kind="audio").asset}, "document"),
        ({"document": make_version(kind="document", of=other_team).asset}, "document"),
        ({"document": portrait}, "document"),
    ):
        with pytest.raises(Problem) as caught:
            add_release(**right | wrong)
        assert list(caught.value.fields) == [field]
    release = add_release(**right)
    assert Release.objects.get().scope == ("image",)
    withdraw_release(release)
    assert not Release.objects.exists()


def names(which):
    return set(standing(Asset.objects.all(), which, TODAY).values_list("name", flat=True))


def test_people_are_told_thirty_days_before(make_version, release):
    for name, ends_on in (
        ("far", TODAY + 31 * DAY),
        ("soon", TODAY + 30 * DAY),
        ("today", TODAY),
        ("over", TODAY - DAY),
        ("never", None),
    ):
        Rights.objects.create(asset=make_version(name=name).asset, ends_on=ends_on)
    make_version(name="free")
    for name, days in (("p over", [-1]), ("p soon", [3]), ("p renewed", [3, 99]), ("p none", [])):
        asset = make_version("portrait", name=name).asset
        for day in days:
            release(asset, expires_on=TODAY + day * DAY)
    assert names("ending") == {"soon", "today", "p soon"}
    assert names("ended") == {"over", "p over"}
    assert names("unreleased") == {"p over", "p none"}
    assert names("limited") == {"far", "soon", "today", "over", "never"}


def test_the_badge_names_the_day_that_comes_first(make_version, release):
    asset = make_version("portrait").asset
    Rights.objects.create(asset=asset, ends_on=TODAY + 9 * DAY)
    release(asset, expires_on=TODAY + 5 * DAY)
    release(asset, expires_on=TODAY + 7 * DAY)
    assert last_day(asset) == TODAY + 7 * DAY
    assert last_day(make_version().asset) is None
    assert last_day(make_version("portrait").asset) == date.min


def test_an_unknown_standing_is_refused_by_the_filter(db):
    assert not AssetFilter({"rights": "odd"}, queryset=Asset.objects.all()).is_valid()
