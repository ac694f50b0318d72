"""Snapshots and events as clients read them."""

import pytest

from apps.jobs import events
from apps.jobs.engine.claims import claim
from apps.jobs.engine.failing import fail
from apps.jobs.engine.transitions import move_job
from skyy.api.errors import Code


def test_a_snapshot_says_all_that_pages_show(submit, user):
    job = submit(title="Bag", params={"x": 1})
    taken = events.snapshot(job)
    (step,) = taken.pop("steps")
    assert taken == {
        "id": str(job.pk),
        "number": 1,
        "kind": "test",
        "title": "Bag",
        "params": {"size": 1, "x": 1},
        "is_batch": False,
        "batch": None,
        "ancestor": None,
        "source": None,
        "variant": None,
        "campaign": None,
        "status": "pending",
        "paused": False,
        "priority": 10,
        "counts": {},
        "facts": {},
        "error": None,
        "created_at": job.created_at.isoformat(),
        "started_at": None,
        "finished_at": None,
    }
    assert step == {
        "id": str(job.steps.get().pk),
        "key": "a",
        "status": "ready",
        "progress": 0.0,
        "attempts": 0,
        "error": None,
        "seconds": None,
        "from_cache": False,
    }


def test_a_snapshot_is_of_the_rows_and_not_of_the_object_at_hand(submit):
    job = submit()
    move_job(job.pk, "start")
    assert events.snapshot(job)["status"] == "processing"


def test_events_after_a_number_come_in_order(submit):
    job = submit()
    (held,) = claim("cpu", worker="w")
    fail(held, Code.PHOTO_UNREADABLE, "No.")
    told = events.after(job, 1)
    assert [(e["number"], e["type"], e["data"]["status"]) for e in told] == [
        (2, "job.status", "processing"),
        (3, "step.status", "running"),
        (4, "step.status", "failed"),
        (5, "job.status", "failed"),
    ]
    assert told[2]["data"]["error"] == {"code": "photo.unreadable", "message": "No."}
    assert events.after(job, 5) == []


def test_an_event_out_of_turn_is_refused(submit):
    job = submit()
    known = events.snapshot(job)
    move_job(job.pk, "start")
    move_job(job.pk, "fail")
    with pytest.raises(ValueError, match="does not follow"):
        events.fold(known, events.after(job, 2)[0])
