"""The cache stays within its size, and gives up nothing that anybody else still needs."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from apps.assets import blobs
from apps.assets.models import Blob
from apps.jobs.engine import cache, cache_size, execution
from apps.jobs.engine.children import ChildProcess
from apps.jobs.engine.claims import claim
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import CacheEntry, CacheFile, Job, JobStatus, StepFile

from .pipelines import HANDLERS


@pytest.fixture
def run(pipeline, submit, child):
    """Run a job that writes a text; say when its result was used last."""

    def make(text: str, minutes_ago: int = 0) -> Job:
        pipeline.steps = [PlannedStep("a", f"{HANDLERS}:write@1", params={"text": text})]
        job = submit()
        (held,) = claim("cpu", worker="w")
        execution.execute(held, child, use_cache=True)
        used = timezone.now() - timedelta(minutes=minutes_ago)
        CacheEntry.objects.filter(key=job.steps.get().cache_key).update(used_at=used)
        job.refresh_from_db()
        assert job.status == JobStatus.COMPLETED
        return job

    return make


@pytest.fixture
def child():
    process = ChildProcess()
    yield process
    process.kill()


def texts() -> set[str]:
    return {
        storages["originals"].open(file.blob.key).read().decode()
        for file in CacheFile.objects.select_related("blob")
    }


def test_the_least_recently_used_go_until_the_rest_fits(run, monkeypatch):
    for number in range(4):
        run(f"text {number}", minutes_ago=9 - number)
    one = cache_size.size() // 4
    monkeypatch.setattr(cache_size, "limit", lambda: 2 * one)
    while cache_size.evict():
        pass
    assert texts() == {"text 2", "text 3"}
    assert cache_size.size() <= 2 * one


def test_a_batch_is_bounded(run, monkeypatch):
    for number in range(3):
        run(str(number), minutes_ago=9 - number)
    monkeypatch.setattr(cache_size, "limit", lambda: 0)
    monkeypatch.setattr(cache_size, "AT_ONCE", 1)
    assert cache_size.evict()
    assert CacheEntry.objects.count() == 2


def test_what_a_step_still_names_stays_and_the_rest_is_swept(run, monkeypatch):
    kept, gone = run("kept"), run("gone")
    StepFile.objects.filter(step__job=gone).delete()
    monkeypatch.setattr(cache_size, "limit", lambda: 0)
    while cache_size.evict():
        pass
    Blob.objects.update(created_at=timezone.now() - timedelta(days=2))
    blobs.sweep()
    (blob,) = Blob.objects.all()
    assert StepFile.objects.get(step__job=kept).blob == blob
    assert storages["originals"].open(blob.key).read() == b"kept"


def test_a_result_given_up_while_it_was_being_used_is_made_anew(run, monkeypatch):
    first = run("text")
    found = cache.find

    def find_and_lose(key: str) -> cache.Hit | None:
        hit = found(key)
        StepFile.objects.all().delete()
        CacheEntry.objects.all().delete()
        Blob.objects.all().delete()
        return hit

    monkeypatch.setattr(cache, "find", find_and_lose)
    second = run("text")
    step = second.steps.get()
    assert (step.from_cache, step.attempts, step.files.count()) == (False, 0, 1)
    assert first.steps.get().cache_key == step.cache_key


def test_the_statistics_count_hits_and_misses(run):
    assert cache_size.statistics().hit_rate == 0.0
    for text in ("a", "a", "a", "b"):
        run(text)
    CacheEntry.objects.update(seconds=2.0)
    counted = cache_size.statistics()
    assert (counted.entries, counted.hits, counted.hit_rate) == (2, 2, 0.5)
    assert counted.size == 2 + 2 * cache_size.ROW_BYTES
    assert counted.saved_seconds == 4.0


def test_a_cache_that_fits_is_left_alone(run):
    run("a")
    assert not cache_size.evict()
    assert CacheEntry.objects.count() == 1
