"""``/ws/jobs/{id}/``: snapshot, then every event once and in order, whatever the layer loses."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from asgiref.testing import ApplicationCommunicator
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.jobs import broadcast, events
from apps.jobs.engine import control
from apps.jobs.engine.transitions import move_job, record
from apps.jobs.live import socket as live_socket
from apps.jobs.models import Job
from skyy.asgi import application


@pytest.fixture
def fast_tick(monkeypatch):
    monkeypatch.setattr(live_socket, "TICK_SECONDS", 0.02)


def address(job, after=None):
    return f"/ws/jobs/{job.pk}/" + ("" if after is None else f"?after={after}")


def write_events(job, count):
    for number in range(count):
        record(job.pk, "job.counts", {"counts": {"total": number}}, counts={"total": number})


async def test_a_snapshot_comes_first_then_events_in_order(connect, in_thread, job, reviewer):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        snapshot = await socket.next()
        assert (snapshot["type"], snapshot["number"]) == ("snapshot", 1)
        assert snapshot["job"]["id"] == str(made.pk)
        await in_thread(move_job, made.pk, "start")
        await in_thread(control.cancel, made)
        heard = [await socket.next() for _ in range(await in_thread(last_number, made) - 1)]
    assert [message["number"] for message in heard] == list(range(2, 2 + len(heard)))
    folded = snapshot["job"]
    for message in heard:
        folded = events.fold(folded, {"number": message["number"], **message["event"]})
    assert folded == await in_thread(events.snapshot, made)


def last_number(job):
    return Job.objects.get(pk=job.pk).last_event


async def test_what_the_layer_loses_is_read_from_the_database(connect, in_thread, job, reviewer):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        with patch.object(broadcast, "_send"):
            await in_thread(write_events, made, 5)
        await in_thread(write_events, made, 1)
        heard = [await socket.next() for _ in range(6)]
    assert [message["number"] for message in heard] == [2, 3, 4, 5, 6, 7]


async def test_when_everything_is_lost_the_tick_tells(connect, in_thread, job, reviewer, fast_tick):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        with patch.object(broadcast, "_send"):
            await in_thread(write_events, made, 2)
            heard = [await socket.next() for _ in range(2)]
    assert [message["number"] for message in heard] == [2, 3]


async def test_after_a_known_number_only_what_followed_is_replayed(
    connect, in_thread, job, reviewer
):
    made = await in_thread(job, reviewer)
    await in_thread(write_events, made, 4)
    async with connect(address(made, after=2), reviewer) as socket:
        heard = [await socket.next() for _ in range(3)]
    assert [message["number"] for message in heard] == [3, 4, 5]
    stored = await in_thread(events.after, made, 2)
    assert [message["event"]["data"] for message in heard] == [event["data"] for event in stored]


async def test_who_knows_everything_is_told_that_nothing_happened(
    connect, in_thread, job, reviewer
):
    made = await in_thread(job, reviewer)
    async with connect(address(made, after=1), reviewer) as socket:
        assert await socket.raw() == {"type": "tick"}
        assert await socket.quiet()


@pytest.mark.parametrize("after", ["77", "-1", "x", "9" * 30])
async def test_an_unknown_number_gets_a_snapshot(connect, in_thread, job, reviewer, after):
    made = await in_thread(job, reviewer)
    async with connect(address(made, after), reviewer) as socket:
        assert (await socket.next())["type"] == "snapshot"


async def test_resync_is_answered_with_a_snapshot_and_nonsense_with_nothing(
    connect, in_thread, job, reviewer
):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        await socket.send_raw(text="{not json")
        await socket.send_raw(bytes=b"\x00")
        await socket.send(["resync"])
        await socket.send({"type": "resync"})
        assert (await socket.next())["type"] == "snapshot"
        assert await socket.quiet()


async def test_progress_is_passed_on(connect, in_thread, job, reviewer):
    made = await in_thread(job, reviewer)
    step = await in_thread(made.steps.first)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        await in_thread(broadcast.tell_progress, made.pk, step.pk, 0.5)
        message = await socket.next()
    assert message == {
        "type": "progress",
        "job": str(made.pk),
        "step": str(step.pk),
        "fraction": 0.5,
    }


@pytest.mark.parametrize(
    ("role", "same_team", "code"),
    [
        (None, True, 4401),
        (Role.READ_ONLY, True, 4403),
        (Role.API_USER, True, 4404),
        (Role.ADMIN, False, 4404),
    ],
)
async def test_who_may_not_see_a_job_is_turned_away(
    connect, in_thread, job, person, reviewer, other_team, role, same_team, code
):
    made = await in_thread(job, reviewer)
    user = None
    if role is not None:
        user = await in_thread(person, role, None if same_team else other_team)
    async with connect(address(made), user) as socket:
        assert await socket.close_code() == code


async def test_a_job_that_is_not_there_is_4404(connect, reviewer):
    path = "/ws/jobs/01890000-0000-7000-8000-0000000000ff/"
    async with connect(path, reviewer) as socket:
        assert await socket.close_code() == 4404


async def test_a_token_in_the_subprotocol_opens_the_door(connect, in_thread, job, reviewer, token):
    made = await in_thread(job, reviewer)
    async with connect(address(made), token=token(reviewer)) as socket:
        assert (await socket.next())["type"] == "snapshot"


async def test_a_forged_token_does_not(connect, in_thread, job, reviewer, token):
    made = await in_thread(job, reviewer)
    async with connect(address(made), token=token(reviewer) + "x") as socket:
        assert await socket.close_code() == 4401


async def test_a_person_who_was_deactivated_is_let_go(connect, in_thread, job, reviewer, fast_tick):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        await in_thread(User.objects.filter(pk=reviewer.pk).update, is_active=False)
        assert await socket.close_code() == 4401


async def test_a_person_who_lost_the_role_is_let_go(connect, in_thread, job, reviewer, fast_tick):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        await in_thread(User.objects.filter(pk=reviewer.pk).update, role=Role.READ_ONLY)
        assert await socket.close_code() == 4403


async def test_a_person_who_changed_teams_is_let_go(
    connect, in_thread, job, reviewer, other_team, fast_tick
):
    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        await in_thread(User.objects.filter(pk=reviewer.pk).update, team=other_team)
        assert await socket.close_code() == 4404


async def test_signing_out_ends_the_socket(connect, in_thread, job, reviewer, fast_tick):
    from django.contrib.sessions.models import Session

    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        await in_thread(Session.objects.all().delete)
        assert await socket.close_code() == 4401


async def test_a_session_that_runs_out_ends_the_socket(
    connect, in_thread, job, reviewer, fast_tick
):
    from django.contrib.sessions.models import Session

    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        past = timezone.now() - timedelta(seconds=1)
        await in_thread(Session.objects.update, expire_date=past)
        assert await socket.close_code() == 4401


async def test_a_session_that_ran_out_opens_nothing(connect, in_thread, job, reviewer):
    from django.contrib.sessions.models import Session

    made = await in_thread(job, reviewer)
    async with connect(address(made), reviewer) as socket:
        await socket.next()
        past = timezone.now() - timedelta(seconds=1)
        await in_thread(Session.objects.update, expire_date=past)
        await socket.send({"type": "resync"})
        assert await socket.close_code() == 4401


async def test_a_foreign_origin_is_refused_before_anything_is_read(in_thread, job, reviewer):
    made = await in_thread(job, reviewer)
    for origin in (b"https://evil.example", b"null", b"http://localhost.evil.example"):
        scope = {
            "type": "websocket",
            "path": f"/ws/jobs/{made.pk}/",
            "query_string": b"after=1",
            "headers": [(b"origin", origin)],
            "subprotocols": [],
        }
        server = ApplicationCommunicator(application, scope)
        await server.send_input({"type": "websocket.connect"})
        assert (await server.receive_output(5))["type"] == "websocket.close", origin
