"""Deleted assets wait in the bin, come back, and go for good on schedule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.assets import bin as deleted
from apps.assets import blobs, lifecycle
from apps.assets.models import Asset, Blob, Lineage
from apps.jobs.connections import submit_renditions
from apps.jobs.models import Job


@pytest.fixture
def binned(make_asset):
    def make(days: float = 31, **wish) -> Asset:
        asset = make_asset(**wish)
        lifecycle.delete(asset)
        moment = timezone.now() - timedelta(days=days)
        Asset.objects.filter(pk=asset.pk).update(deleted_at=moment)
        return asset

    return make


def test_what_lay_there_long_enough_goes_with_its_file(binned):
    binned()
    young = binned(29)
    assert deleted.empty() == 1
    assert Asset.objects.get() == young
    lifecycle.restore(young)
    assert deleted.empty() == 0


def test_its_bytes_go_with_the_sweep(binned, django_capture_on_commit_callbacks):
    binned()
    deleted.empty()
    Blob.objects.update(created_at=timezone.now() - timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert blobs.sweep() >= 1
    assert not Blob.objects.exists()


def test_what_something_was_made_from_stays(binned, make_asset):
    parent, child = binned(), make_asset(filename="child.jpg")
    Lineage.objects.create(parent=parent.current_version, child=child.current_version)
    assert deleted.empty() == 0
    assert Asset.objects.filter(pk=parent.pk).exists()


def test_its_own_history_and_renditions_do_not_hold_it(binned, contributor):
    from apps.assets.versions import revert

    asset = binned()
    first = asset.current_version
    Asset.objects.filter(pk=asset.pk).update(status="ready")
    from apps.assets.models import Version

    second = Version.objects.create(
        asset=asset, number=2, blob=first.blob, source="upload", filename="b.jpg"
    )
    Asset.objects.filter(pk=asset.pk).update(current_version=second)
    asset.refresh_from_db()
    revert(asset, 1, contributor)
    submit_renditions(first.pk)
    Job.objects.update(status="completed")
    Asset.objects.filter(pk=asset.pk).update(status="deleted")
    assert deleted.empty() == 1
    assert not Job.objects.exists()


def test_work_that_has_not_ended_holds_it(binned):
    submit_renditions(binned().current_version.pk)
    assert deleted.empty() == 0


def test_the_page_and_the_api_show_when_it_goes(binned, browser, api, person):
    asset = binned(10)
    reviewer = person(Role.DEVELOPER)
    page = browser(reviewer).get("/library/bin/").content.decode()
    assert asset.name in page
    row = api(reviewer).get("/api/v1/assets/bin/").json()["data"][0]
    assert row["id"] == str(asset.pk)
    assert row["gone_at"] > timezone.now().isoformat()
    browser(reviewer).post(f"/library/{asset.pk}/restore/")
    assert api(reviewer).get("/api/v1/assets/bin/").json()["data"] == []


def test_what_lies_in_it_is_seen_by_those_who_may_restore_it(binned, browser, person, other_team):
    address = f"/media/versions/{binned(1).current_version.pk}/"
    assert browser(person(Role.DEVELOPER)).get(address).status_code == 200
    assert browser(person(Role.API_USER)).get(address).status_code == 404
    assert browser(person(Role.ADMIN, other_team)).get(address).status_code == 404


def test_a_bin_is_the_teams_own(binned, api, person, other_team):
    binned()
    stranger = person(Role.ADMIN, other_team)
    assert api(stranger).get("/api/v1/assets/bin/").json()["data"] == []
