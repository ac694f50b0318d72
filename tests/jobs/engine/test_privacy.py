"""A privacy request is a job like any other: taken up by a worker, told when it fails."""

from apps.accounts.models import PrivacyKind, PrivacyRequest
from apps.accounts.privacy import requests
from apps.jobs.models import Job


def test_a_copy_is_made_by_a_worker(user, runtime, rest):
    made = requests.ask(PrivacyKind.DATA, user, user)
    job = rest(Job.objects.get(kind="privacy"))
    assert job.status == "completed"
    made.refresh_from_db()
    assert made.status == "done"
    assert bytes(made.content).startswith(b"PK")
    assert user.username not in f"{job.title} {job.params} {job.facts}"


def test_a_job_that_fails_lets_the_person_ask_again(user, runtime, rest, monkeypatch):
    def breaks(_person: object) -> bytes:
        raise ValueError("broken")

    monkeypatch.setattr(requests, "archive", breaks)
    made = requests.ask(PrivacyKind.DATA, user, user)
    assert rest(Job.objects.get(kind="privacy")).status == "failed"
    assert PrivacyRequest.objects.get(pk=made.pk).content is None
    PrivacyRequest.objects.update(asked_at=made.asked_at - requests.STALE * 2)
    monkeypatch.undo()
    again = requests.ask(PrivacyKind.DATA, user, user)
    assert again.pk != made.pk
