"""What sockets are told, from whichever thread it happens in."""

import asyncio
import threading

import pytest
from channels.layers import get_channel_layer

from apps.jobs import broadcast, events
from apps.jobs.engine.transitions import move_job, move_step
from skyy.identifiers import new_id

DEADLINE = 10


@pytest.fixture
def server():
    """An event loop in a thread of its own, as the web server has."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    broadcast.bind_loop(loop)

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(DEADLINE)

    yield run
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def join(server, group: str):
    layer = get_channel_layer()
    channel = server(layer.new_channel())
    server(layer.group_add(group, channel))
    return lambda: server(asyncio.wait_for(layer.receive(channel), DEADLINE))


@pytest.mark.parametrize("group", ["job.{job}", "team.{team}", "user.{user}"])
def test_an_event_reaches_everybody_who_follows_the_job(group, server, submit):
    job = submit()
    hear = join(server, group.format(job=job.pk, team=job.team_id, user=job.created_by_id))
    move_job(job.pk, "start")
    (written,) = events.after(job, 1)
    heard = hear()
    assert heard["type"] == "event"
    assert (heard["job"], heard["number"]) == (str(job.pk), 2)
    assert heard["event"] == {name: written[name] for name in ("type", "data", "created_at")}


def test_a_move_that_lost_is_not_told(server, submit):
    job = submit()
    hear = join(server, f"job.{job.pk}")
    assert not move_step(job.steps.get().pk, "succeed")
    move_job(job.pk, "start")
    assert hear()["event"]["type"] == "job.status"


def test_progress_is_told_at_most_four_times_a_second(server):
    job, step, team = new_id(), new_id(), new_id()
    hear = join(server, f"job.{job}")
    for share in range(100):
        broadcast.tell_progress(job, step, share / 100)
    broadcast.tell_event(
        {"number": 1, "type": "x", "data": {}, "created_at": ""},
        job=job,
        team=team,
        user=None,
        batch=None,
    )
    told = []
    while (message := hear())["type"] == "progress":
        told.append(message["fraction"])
    assert told == [0.0]


def test_nothing_happens_where_no_server_listens(submit):
    broadcast.bind_loop(asyncio.new_event_loop())
    job = submit()
    assert move_job(job.pk, "start")
