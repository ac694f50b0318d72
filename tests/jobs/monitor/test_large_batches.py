"""A batch as large as a house's season: more rows than a database takes in one condition."""

import pytest

from apps.assets.models import Asset, Blob, Rendition, Version
from apps.jobs.main_job.report import jobs_of
from apps.jobs.models import Job, Step, StepFile
from apps.jobs.monitor.tiles import with_pictures

MANY = 1100


@pytest.fixture
def season(team) -> Job:
    """A batch of many jobs, each with a photograph, its rendition and a step's file."""
    batch = Job.objects.create(team=team, kind="packshot", is_batch=True)
    blobs = Blob.objects.bulk_create(
        Blob(storage="renditions", key=f"k{n}", sha256=f"{n:064}", size=1, media_type="image/webp")
        for n in range(MANY)
    )
    assets = Asset.objects.bulk_create(Asset(team=team, kind="image", name="A") for _ in blobs)
    versions = Version.objects.bulk_create(
        Version(asset=asset, number=1, blob=blob, source="upload", width=4, height=5)
        for asset, blob in zip(assets, blobs, strict=True)
    )
    Rendition.objects.bulk_create(
        Rendition(version=one, specification="thumb_320_webp", blob=blob, width=4, height=5)
        for one, blob in zip(versions, blobs, strict=True)
    )
    jobs = Job.objects.bulk_create(
        Job(team=team, kind="packshot", batch=batch, source=version) for version in versions
    )
    steps = Step.objects.bulk_create(
        Step(job=job, key="format", ordinal=0, handler="a:b@1") for job in jobs
    )
    StepFile.objects.bulk_create(
        StepFile(step=step, name="png", blob=blob) for step, blob in zip(steps, blobs, strict=True)
    )
    return batch


def test_its_tiles_are_read_in_a_handful_of_queries(season, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        jobs = list(with_pictures(season.children.all()))
        shown = [job.source.renditions.all()[0].blob.key for job in jobs]
    assert len(set(shown)) == MANY


def test_its_report_is_read_whole(season):
    jobs = list(jobs_of(season))
    assert len({job.pk for job in jobs}) == MANY
    assert all(job.steps.all()[0].files.all()[0].blob.key for job in jobs)
