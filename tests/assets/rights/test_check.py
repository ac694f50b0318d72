from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.assets import lifecycle
from apps.assets.models import Asset, Release, Rights, Version
from apps.assets.rights.check import check, refusals
from apps.assets.rights.outside import OutsideRights
from apps.assets.rights.terms import WORLD, Use
from skyy.api.errors import Code, Problem

from .conftest import TODAY

DAY = timedelta(days=1)


def codes(version, **asked):
    use = Use(**{"day": TODAY} | asked)
    found = [refusal.code for refusal in refusals([version.pk], use)]
    outside = Version.objects.filter(OutsideRights("pk", use)).filter(pk=version.pk).exists()
    assert outside == bool(found)
    return found


def test_an_asset_without_terms_is_free(make_version):
    assert codes(make_version(), territory=WORLD, channel="showcase") == []


@pytest.mark.parametrize(
    ("terms", "asked", "expected"),
    [
        ({"starts_on": TODAY}, {}, []),
        ({"starts_on": TODAY + DAY}, {}, [Code.RIGHTS_NOT_STARTED]),
        ({"ends_on": TODAY}, {}, []),
        ({"ends_on": TODAY - DAY}, {}, [Code.RIGHTS_ENDED]),
        ({"territories": ["FR", "DE"]}, {"territory": "DE"}, []),
        ({"territories": ["FR", "DE"]}, {"territory": "IT"}, [Code.RIGHTS_TERRITORY]),
        ({"territories": ["FR"]}, {"territory": WORLD}, [Code.RIGHTS_TERRITORY]),
        ({"territories": ["FR"]}, {}, []),
        ({"channels": ["showcase"]}, {"channel": "showcase"}, []),
        ({"channels": ["showcase"]}, {"channel": "show"}, [Code.RIGHTS_CHANNEL]),
        ({"channels": ["a_b"]}, {"channel": "a-b"}, [Code.RIGHTS_CHANNEL]),
        ({"channels": ["print"]}, {"channel": "p%"}, [Code.RIGHTS_CHANNEL]),
    ],
)
def test_a_use_is_allowed_within_the_terms_and_refused_outside(
    make_version, terms, asked, expected
):
    version = make_version()
    Rights.objects.create(asset=version.asset, **terms)
    assert codes(version, **asked) == expected


def test_what_was_made_from_it_is_bound_by_its_terms(make_version):
    photograph = make_version(name="Lent by Reuben")
    cutout = make_version("cutout", parents=[photograph])
    packshot = make_version("packshot", parents=[cutout])
    Rights.objects.create(asset=photograph.asset, ends_on=TODAY - DAY)
    assert codes(packshot) == [Code.RIGHTS_ENDED]
    (refusal,) = refusals([packshot.pk], Use(TODAY))
    assert refusal.asset_id == photograph.asset_id
    assert "Lent by Reuben" in refusal.message


def test_what_it_was_made_for_binds_nobody_else(make_version):
    photograph = make_version()
    packshot = make_version("packshot", parents=[photograph])
    Rights.objects.create(asset=packshot.asset, ends_on=TODAY - DAY)
    assert codes(photograph) == []


@pytest.mark.parametrize("role", ["portrait", "voice_sample"])
def test_a_person_must_have_agreed(make_version, release, role):
    version = make_version(role)
    assert codes(version, kind="image") == [Code.RELEASE_MISSING]
    release(version.asset, scope=["video"])
    assert codes(version, kind="image") == [Code.RELEASE_SCOPE]
    release(version.asset, expires_on=TODAY - DAY)
    assert codes(version, kind="image") == [Code.RELEASE_EXPIRED]
    release(version.asset, expires_on=TODAY)
    assert codes(version, kind="image") == []


def test_a_release_whose_paper_lies_in_the_bin_does_not_hold(make_version, release):
    version = make_version("portrait")
    given = release(version.asset)
    lifecycle.delete(given.document)
    assert codes(version) == [Code.RELEASE_MISSING]
    lifecycle.restore(given.document)
    assert codes(version) == []


def test_the_day_is_the_houses_not_that_of_greenwich(make_version, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    from django.utils import timezone

    with timezone.override("Pacific/Auckland"):
        version = make_version()
        Rights.objects.create(asset=version.asset, ends_on=date(2026, 7, 1))
        check(version.asset, at=datetime(2026, 7, 1, 11, 59, tzinfo=UTC))
        with pytest.raises(Problem) as caught:
            check(version.asset, at=datetime(2026, 7, 1, 12, 1, tzinfo=UTC))
    assert caught.value.code == Code.RIGHTS_ENDED
    assert caught.value.status == 409


def test_many_versions_take_as_many_queries_as_one(
    make_version, release, django_assert_num_queries
):
    made = [make_version("packshot", parents=[make_version("portrait")]) for _ in range(12)]
    for number, wanted in ((1, 7), (12, 7)):
        with django_assert_num_queries(wanted):
            found = refusals([version.pk for version in made[:number]], Use(TODAY))
        assert len(found) == number


DAYS = st.none() | st.sampled_from([TODAY - DAY, TODAY, TODAY + DAY])
CODES = st.lists(st.sampled_from(["FR", "DE", "IT", "F", "FRA"]), unique=True, max_size=3)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    territories=CODES,
    channels=CODES,
    starts_on=DAYS,
    ends_on=DAYS,
    role=st.sampled_from(["photograph", "portrait"]),
    releases=st.lists(
        st.tuples(st.sets(st.sampled_from(["image", "video"]), min_size=1), DAYS), max_size=2
    ),
    territory=st.none() | st.sampled_from(["FR", "IT", WORLD]),
    channel=st.none() | st.sampled_from(["DE", "F"]),
    kind=st.none() | st.sampled_from(["image", "video"]),
)
def test_the_condition_of_a_query_and_the_reasons_agree(
    make_version,
    release,
    territories,
    channels,
    starts_on,
    ends_on,
    role,
    releases,
    territory,
    channel,
    kind,
):
    if starts_on and ends_on and ends_on < starts_on:
        ends_on = starts_on
    parent = make_version(role)
    Rights.objects.create(
        asset=parent.asset,
        territories=territories,
        channels=channels,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    for scope, day in releases:
        release(parent.asset, scope=sorted(scope), expires_on=day or TODAY)
    # ``codes`` asserts that both say the same.
    codes(make_version(parents=[parent]), territory=territory, channel=channel, kind=kind)
    Release.objects.all().delete()
    Asset.objects.all().update(current_version=None)
