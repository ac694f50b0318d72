"""``/ws/jobs/``: everything a person follows, and nothing else."""

from unittest.mock import patch

import pytest

from apps.accounts.roles import Role
from apps.jobs import broadcast
from apps.jobs.engine.submission import submit
from apps.jobs.engine.transitions import move_job
from apps.jobs.live import socket as live_socket
from skyy.identifiers import new_id

BOARD = "/ws/jobs/"


def known(snapshot):
    return [job["id"] for job in snapshot["jobs"]]


async def test_a_reviewers_board_begins_with_the_teams_jobs(
    connect, in_thread, job, batch, contributor, reviewer, stranger
):
    own, whole = await in_thread(job, contributor), await in_thread(batch, reviewer)
    await in_thread(job, stranger)
    async with connect(BOARD, reviewer) as socket:
        snapshot = await socket.next()
    assert known(snapshot) == [str(whole.pk), str(own.pk)]
    assert [one["number"] for one in snapshot["jobs"]] == [1, 1]


async def test_events_of_its_jobs_follow_with_their_numbers(connect, in_thread, job, reviewer):
    one, two = await in_thread(job, reviewer), await in_thread(job, reviewer)
    async with connect(BOARD, reviewer) as socket:
        await socket.next()
        await in_thread(move_job, one.pk, "start")
        await in_thread(move_job, two.pk, "start")
        heard = [await socket.next(), await socket.next()]
    assert [(message["job"], message["number"]) for message in heard] == [
        (str(one.pk), 2),
        (str(two.pk), 2),
    ]


async def test_a_gap_is_filled_from_the_database(connect, in_thread, job, reviewer):
    made = await in_thread(job, reviewer)
    async with connect(BOARD, reviewer) as socket:
        await socket.next()
        with patch.object(broadcast, "_send"):
            await in_thread(move_job, made.pk, "start")
        await in_thread(move_job, made.pk, "request_cancel")
        heard = [await socket.next(), await socket.next()]
    assert [message["number"] for message in heard] == [2, 3]


async def test_when_everything_is_lost_the_tick_tells(
    connect, in_thread, job, reviewer, monkeypatch
):
    monkeypatch.setattr(live_socket, "TICK_SECONDS", 0.02)
    made = await in_thread(job, reviewer)
    async with connect(BOARD, reviewer) as socket:
        await socket.next()
        with patch.object(broadcast, "_send"):
            await in_thread(move_job, made.pk, "start")
            heard = await socket.next()
            fresh = await in_thread(job, reviewer)
            snapshot = await socket.next()
    assert (heard["job"], heard["number"]) == (str(made.pk), 2)
    assert str(fresh.pk) in known(snapshot)


async def test_a_new_job_brings_a_new_snapshot(connect, in_thread, job, reviewer):
    async with connect(BOARD, reviewer) as socket:
        assert known(await socket.next()) == []
        made = await in_thread(job, reviewer)
        await in_thread(move_job, made.pk, "start")
        snapshot = await socket.next()
    assert snapshot["type"] == "snapshot"
    assert known(snapshot) == [str(made.pk)]


async def test_jobs_inside_a_batch_are_told_as_children(connect, in_thread, batch, reviewer):
    whole = await in_thread(batch, reviewer, 2)
    child = await in_thread(whole.children.order_by("created_at").first)
    async with connect(BOARD, reviewer) as socket:
        await socket.next()
        await in_thread(move_job, child.pk, "start")
        message = await socket.next()
    assert message == {
        "type": "child",
        "batch": str(whole.pk),
        "job": str(child.pk),
        "number": 2,
        "status": "processing",
        "error": None,
    }


async def test_progress_inside_its_batches_is_passed_on_and_no_other(
    connect, in_thread, batch, job, reviewer, stranger
):
    whole = await in_thread(batch, reviewer, 1)
    child = await in_thread(whole.children.get)
    step = await in_thread(child.steps.first)
    async with connect(BOARD, reviewer) as socket:
        await socket.next()
        groups = {"team": reviewer.team_id, "user": reviewer.pk}
        await in_thread(broadcast.tell_progress, new_id(), step.pk, 0.9, **groups)
        await in_thread(broadcast.tell_progress, child.pk, step.pk, 0.5, batch=whole.pk, **groups)
        message = await socket.next()
        assert await socket.quiet()
    assert (message["type"], message["job"], message["fraction"]) == (
        "progress",
        str(child.pk),
        0.5,
    )


async def test_other_peoples_and_internal_jobs_are_not_told(
    connect, in_thread, job, photograph, team, contributor, reviewer
):
    async with connect(BOARD, contributor) as socket:
        await socket.next()
        others = await in_thread(job, reviewer)
        await in_thread(move_job, others.pk, "start")
        version = (await in_thread(photograph)).current_version
        hidden = await in_thread(
            submit, "renditions", team=team, user=contributor, params={}, source=version
        )
        await in_thread(move_job, hidden.pk, "start")
        assert await socket.quiet()


@pytest.mark.parametrize(("role", "code"), [(None, 4401), (Role.READ_ONLY, 4403)])
async def test_who_has_no_board_is_turned_away(connect, in_thread, person, role, code):
    user = await in_thread(person, role) if role is not None else None
    async with connect(BOARD, user) as socket:
        assert await socket.close_code() == code
