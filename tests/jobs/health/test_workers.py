from datetime import timedelta

import pytest
from django.utils import timezone

from apps.jobs.engine.transitions import move_job, move_step
from apps.jobs.health.queues import queues
from apps.jobs.models import Job, QueueHold, Step

URL = "/api/v1/workers/"


def run(job, worker):
    """The job's first step runs at the worker."""
    step = job.steps.order_by("ordinal").first()
    move_job(job.pk, "start")
    move_step(step.pk, "claim", claimed_by=worker.name, lease_until=timezone.now())
    return step


def standing(name):
    return next(queue for queue in queues() if queue.name == name)


def test_the_list_says_who_works_and_at_what(browser, producer, worker, job):
    here, gone = worker(), worker(seen=60)
    made = job(producer)
    step = run(made, here)
    found = browser(producer).get(URL).json()["data"]
    assert [(one["pid"], one["alive"]) for one in found] == [(here.pid, True), (gone.pid, False)]
    assert found[0]["host"] == "atelier"
    assert found[0]["queues"] == {"cpu": 2}
    assert found[0]["memory_bytes"] == 123_000_000
    (current,) = found[0]["steps"]
    assert (current["key"], current["job"]) == (step.key, str(made.pk))


def test_a_step_of_another_team_is_seen_without_its_job(browser, producer, stranger, worker, job):
    run(job(stranger), worker())
    (found,) = browser(producer).get(URL).json()["data"]
    assert [step["job"] for step in found["steps"]] == [None]


def test_ping_counts_those_that_will_take_work(browser, viewer, worker):
    worker(queues={"cpu": 2, "io": 1})
    worker(queues={"cpu": 3})
    worker(seen=31, queues={"gpu": 1})
    worker(draining=True, queues={"gpu": 1})
    data = browser(viewer).get(f"{URL}ping").json()["data"]
    assert data["workers"] == 2
    assert data["queues"] == {"cpu": 5, "io": 1}
    assert data["seen_at"]


def test_a_ping_that_nobody_hears_says_so(browser, viewer):
    data = browser(viewer).get(f"{URL}ping/").json()["data"]
    assert data == {"workers": 0, "queues": {}, "seen_at": None}


def test_a_queue_counts_what_could_run_and_what_runs(producer, worker, job):
    first = job(producer)
    job(producer)
    assert standing("cpu").ready == 2
    run(first, worker())
    assert (standing("cpu").ready, standing("cpu").running) == (1, 1)
    assert standing("gpu").ready == 0


def test_the_age_is_that_of_the_step_and_not_of_its_job(producer, job):
    now = timezone.now()
    made = job(producer)
    Job.objects.filter(pk=made.pk).update(created_at=now - timedelta(hours=1))
    assert standing("cpu").oldest_seconds == pytest.approx(3600, abs=5)
    first, second = made.steps.order_by("ordinal")[:2]
    Step.objects.filter(pk=first.pk).update(
        status="succeeded", finished_at=now - timedelta(minutes=1)
    )
    Step.objects.filter(pk=second.pk).update(status="ready", needs=[first.key])
    assert standing("cpu").oldest_seconds == pytest.approx(60, abs=5)


def test_a_step_that_is_told_to_wait_is_not_old(producer, job):
    made = job(producer)
    made.steps.update(ready_at=timezone.now() + timedelta(minutes=5))
    assert standing("cpu").oldest_seconds == 0


def test_the_page_shows_workers_and_queues_to_producers_alone(browser, producer, reviewer, worker):
    found = worker()
    page = browser(producer).get("/workers/").content.decode()
    assert found.host in page
    assert 'href="/workers/"' in page
    assert browser(reviewer).get("/workers/").status_code == 403
    assert 'href="/workers/"' not in browser(reviewer).get("/").content.decode()


def test_the_page_says_when_nobody_works(browser, producer):
    assert "Nobody works" in browser(producer).get("/workers/").content.decode()


def test_a_queue_is_held_and_released_by_button(browser, producer):
    client = browser(producer)
    client.post("/workers/hold/", {"queue": "cpu", "reason": "The press is full."})
    hold = QueueHold.objects.get()
    assert (hold.queue, hold.by) == ("cpu", producer.username)
    page = client.get("/workers/", headers={"HX-Request": "true"}).content.decode()
    assert "The press is full." in page
    assert "<html" not in page
    client.post("/workers/release/", {"queue": "cpu"})
    assert not QueueHold.objects.exists()


@pytest.mark.parametrize(
    ("move", "queue"), [("hold", "tailor"), ("hold", ""), ("burn", "cpu"), ("release", "tailor")]
)
def test_what_is_no_queue_or_no_move_is_not_found(browser, producer, move, queue):
    assert browser(producer).post(f"/workers/{move}/", {"queue": queue}).status_code == 404
