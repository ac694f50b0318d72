"""A file at an address becomes an asset by a job; at most five at a time."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from apps.assets.models import Asset, Blob
from apps.jobs.models import Job, JobStatus
from apps.jobs.runtime import Runtime, wait_until_resting
from tests.assets.pictures import jpeg

ADDRESS = "/api/v1/assets/ingest/"


@pytest.fixture
def ask(person):
    cache.clear()
    client = APIClient()
    client.force_authenticate(person())

    def post(url: str, **wish):
        return client.post(ADDRESS, {"url": url} | wish, format="json")

    return post


@pytest.mark.parametrize(
    ("url", "wish", "code"),
    [
        ("http://files.example/a.jpg", {}, "fetch.refused"),
        ("file:///etc/passwd", {}, "fetch.refused"),
        ("https://files.example:8080/", {}, "fetch.refused"),
        ("https://files.example/a.jpg", {"filename": "../a"}, "upload.bad_name"),
        ("https://files.example/a.jpg", {"collection": "none"}, "collection.unknown"),
        ("https://files.example/a.jpg", {"role": "a b"}, "request.invalid"),
    ],
)
def test_what_cannot_be_fetched_makes_no_job(ask, url, wish, code):
    assert ask(url, **wish).json()["error"]["code"] == code
    assert not Job.objects.exists()


def test_a_sixth_is_told_to_wait(ask):
    for number in range(5):
        assert ask(f"https://files.example/{number}.jpg").status_code == 202
    answer = ask("https://files.example/6.jpg")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "fetch.too_many")
    assert Job.objects.count() == 5
    Job.objects.filter(pk=Job.objects.first().pk).update(status=JobStatus.COMPLETED)
    assert ask("https://files.example/6.jpg").status_code == 202


def test_the_same_key_gives_the_same_job(person):
    cache.clear()
    client = APIClient()
    client.force_authenticate(person())
    wish = {"url": "https://files.example/a.jpg"}
    headers = {"Idempotency-Key": "one"}
    first = client.post(ADDRESS, wish, format="json", headers=headers)
    again = client.post(ADDRESS, wish, format="json", headers=headers)
    assert first.json()["data"]["id"] == again.json()["data"]["id"]
    other = client.post(ADDRESS, wish | {"role": "packshot"}, format="json", headers=headers)
    assert other.json()["error"]["code"] == "idempotency.mismatch"


def test_it_is_offered_at_its_own_address_alone(ask, person):
    from apps.jobs.making.offer import offers

    assert "fetch" not in [offer.kind for offer in offers()]


@pytest.mark.django_db(transaction=True)
def test_the_file_becomes_an_asset_with_the_jobs_id(outside, settings, ask):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={
            "fetch_ports": [outside.port],
            "fetch_allow_http": True,
            "fetch_allowed_networks": ["127.0.0.0/8"],
        }
    )
    base = f"http://127.0.0.1:{outside.port}"
    outside.answers["/page"] = (200, {}, b"<!doctype html><script>1</script>")
    good = ask(f"{base}/bag.jpg?secret=1").json()["data"]
    bad = ask(f"{base}/page").json()["data"]
    with Runtime(1, step_cache=False):
        for job in (good, bad):
            wait_until_resting(job["id"])
    done, failed = Job.objects.get(pk=good["id"]), Job.objects.get(pk=bad["id"])
    assert done.status == JobStatus.COMPLETED, done.error
    assert (failed.status, failed.error["code"]) == (JobStatus.FAILED, "upload.unsupported")
    asset = Asset.objects.get()
    version = asset.current_version
    assert (str(asset.pk), asset.name) == (good["id"], "bag")
    assert (version.filename, version.source, version.width) == ("bag.jpg", "import", 160)
    assert version.blob.size == len(jpeg())
    assert version.provenance["address"] == f"{base}/bag.jpg"
    assert Blob.objects.filter(storage="originals").count() == 1
