from datetime import timedelta

import pytest
from django.utils import timezone

from apps.assets.models import Asset, AssetKind, Blob, Release, Rights, Version
from apps.jobs.engine import control, submission
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem
from apps.jobs.models import Job, JobStatus, Step
from skyy.api.errors import Code, Problem
from skyy.identifiers import new_id

DAY = timedelta(days=1)


@pytest.fixture
def source(team):
    def make(role="photograph", kind="image"):
        key = new_id().hex
        blob = Blob.objects.create(
            storage="originals", sha256=key * 2, key=key, size=1, media_type="image/jpeg"
        )
        asset = Asset.objects.create(team=team, kind=kind, role=role, name=role, status="ready")
        return Version.objects.create(
            asset=asset, number=1, blob=blob, source="upload", filename="a.jpg"
        )

    return make


def refused(code, make):
    with pytest.raises(Problem) as caught:
        make()
    assert caught.value.code == code
    assert not Job.objects.exists()
    assert not Step.objects.exists()


def test_nothing_is_made_from_what_may_not_be_used(submit, source, team, user, pipeline):
    version = source()
    Rights.objects.create(asset=version.asset, ends_on=timezone.localdate() - DAY)
    refused(Code.RIGHTS_ENDED, lambda: submit(source=version))
    items = [BatchItem(source=source()), BatchItem(source=version)]
    given = {"team": team, "user": user, "params": {}}
    refused(Code.RIGHTS_ENDED, lambda: submission.submit_batch(pipeline.kind, items, **given))
    Rights.objects.update(ends_on=timezone.localdate())
    assert submit(source=version).status == JobStatus.PENDING


def test_a_second_photograph_counts_as_the_first(submit, source, pipeline):
    version = source()
    Rights.objects.create(asset=version.asset, starts_on=timezone.localdate() + DAY)
    pipeline.steps = [PlannedStep("a", pipeline.steps[0].handler, source=version)]
    refused(Code.RIGHTS_NOT_STARTED, lambda: submit(source=source()))


@pytest.mark.parametrize("role", ["portrait", "voice_sample"])
def test_nothing_is_made_from_a_person_who_did_not_agree_to_it(submit, source, role, pipeline):
    pipeline.makes = AssetKind.VIDEO
    version = source(role)
    refused(Code.RELEASE_MISSING, lambda: submit(source=version))
    paper = source("release", "document").asset
    given = {"team": version.asset.team, "asset": version.asset, "person": "Ada"}
    given |= {"expires_on": timezone.localdate(), "document": paper}
    Release.objects.create(scope=["image"], **given)
    refused(Code.RELEASE_SCOPE, lambda: submit(source=version))
    Release.objects.create(scope=["video"], **given)
    assert submit(source=version).pk


def test_renditions_make_nothing_new(source, team):
    version = source("portrait")
    version.width = version.height = 10
    job = submission.submit("renditions", team=team, user=None, params={}, source=version)
    assert job.pk


def test_a_retry_asks_again(submit, source):
    version = source()
    job = submit(source=version)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.FAILED)
    Rights.objects.create(asset=version.asset, ends_on=timezone.localdate() - DAY)
    job.refresh_from_db()
    with pytest.raises(Problem) as caught:
        control.retry(job)
    assert caught.value.code == Code.RIGHTS_ENDED
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
