"""A worker's row tells what it is and goes with it."""

import os

import psutil

from apps.jobs.models import Worker
from apps.jobs.runtime.heartbeat import Heartbeat


def beat_of(name: str = "here:1", children: list[int] | None = None) -> Heartbeat:
    heartbeat = Heartbeat(name, {"cpu": 2}, lambda: children or [])
    heartbeat.beat()
    return heartbeat


def test_beats_keep_one_row_up_to_date():
    heartbeat = beat_of()
    first = Worker.objects.get()
    Worker.objects.update(seen_at="2020-01-01T00:00:00Z")
    heartbeat.beat()
    second = Worker.objects.get()
    assert (second.pk, second.started_at) == (first.pk, first.started_at)
    assert second.seen_at >= first.seen_at
    assert (second.pid, second.queues, second.draining) == (os.getpid(), {"cpu": 2}, False)


def test_memory_counts_children_and_forgives_those_that_are_gone():
    parent = os.getppid()
    heartbeat = Heartbeat("here:1", {}, lambda: [parent, 2**22 - 1])
    heartbeat.beat()
    assert Worker.objects.get().memory_bytes > psutil.Process(parent).memory_info().rss


def test_a_row_left_by_a_process_of_the_same_name_is_replaced():
    beat_of()
    Worker.objects.update(pid=1, started_at="2020-01-01T00:00:00Z")
    beat_of()
    row = Worker.objects.get()
    assert row.pid == os.getpid()
    assert row.started_at.year > 2020


def test_it_says_that_it_drains_and_then_goes():
    heartbeat = beat_of()
    heartbeat.drain()
    assert Worker.objects.get().draining
    heartbeat.stop()
    assert not Worker.objects.exists()


def test_rows_of_workers_killed_long_ago_go():
    beat_of("dead:1")
    Worker.objects.update(seen_at="2020-01-01T00:00:00Z")
    beat_of("here:1")
    assert Worker.objects.get().name == "here:1"
