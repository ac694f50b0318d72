"""Live fan-out: a thousand real sockets, ten a job, a thousand deliveries a second.

``python -m tests.bench.live_fanout``. The web server as ``manage.py web`` starts it, Redis between,
events written by this process through the engine, browsers in another. Then every connection is cut
and made again at once while events go on. Each browser's state is compared with a fresh snapshot.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import psutil

from tests.parts.missing import PartMissing
from tests.parts.process import Server, free_port, listens

from .measuring import hardware
from .production import production

PEOPLE = 20
STEPS = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--tiny", action="store_true", help="small numbers, that mean nothing")
    given = parser.parse_args()
    sys.stdout.write(f"{hardware()}, load {os.getloadavg()[0]:.1f}\n")
    wanted = (given.sockets, given.jobs, given.seconds, given.processes)
    try:
        for line in lines(*((20, 4, 1.0, 1) if given.tiny else wanted)):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except PartMissing as missing:
        sys.stdout.write(f"SKIPPED: {missing}\n")


def lines(sockets: int, jobs: int, seconds: float, processes: int) -> Iterator[str]:
    """Run the bench and give its rows."""
    port = free_port()
    with production() as folder, ExitStack() as stack:
        ids = _rows(jobs)
        web = stack.enter_context(_web(folder, port, processes))
        browsers = stack.enter_context(_browsers(folder, port, ids, sockets))
        said = browsers.ask("connect")
        yield f"{sockets} sockets open in {said['seconds']:.1f} s, memory {_memory(web)}"
        writing = stack.enter_context(_writing(ids, sockets))
        time.sleep(1.0)
        browsers.ask("delays")
        before, at, theirs = _cpu(web), time.monotonic(), said["cpu"]
        time.sleep(seconds)
        said = browsers.ask("delays")
        passed = time.monotonic() - at
        used = _cpu(web) - before
        yield (
            f"{said['number'] / passed:.0f} deliveries/s: delay p50 {said['p50'] * 1000:.0f} ms, "
            f"p99 {said['p99'] * 1000:.0f} ms; web {used / passed:.2f} cores, "
            f"{used / max(said['number'], 1) * 1e6:.0f} µs of CPU a delivery; "
            f"browsers {(said['cpu'] - theirs) / passed:.2f} cores"
        )
        before = _cpu(web)
        said = browsers.ask("cut")
        yield (
            f"all cut at once, events going on: every one back and up to date after "
            f"{said['seconds']:.1f} s, {said['tries']} connections made, "
            f"{(_cpu(web) - before) / sockets * 1000:.1f} ms of CPU each"
        )
        writing.stop()
        wrong = _wrong(browsers, folder, ids, sockets)
        yield (
            f"{writing.written} events written, "
            f"{wrong} of {sockets} browsers differ from a fresh snapshot"
        )


class _Browsers:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to: IO[str] = process.stdin
        self._from: IO[str] = process.stdout

    def ask(self, wish: str) -> dict[str, Any]:
        self._to.write(wish + "\n")
        self._to.flush()
        said: dict[str, Any] = json.loads(self._from.readline())
        return said


@contextmanager
def _browsers(folder: Path, port: int, ids: list[str], sockets: int) -> Iterator[_Browsers]:
    from django.conf import settings
    from django.test import Client

    from apps.accounts.models import Team, User

    cookies = []
    for number in range(PEOPLE):
        user = User.objects.create(
            username=f"person-{number}", team=Team.objects.get(name="Bench"), role="developer"
        )
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookies.append(f"{name}={client.cookies[name].value}")
    plan = [
        {
            "address": f"ws://127.0.0.1:{port}/ws/jobs/{ids[n % len(ids)]}/",
            "cookie": cookies[n % PEOPLE],
        }
        for n in range(sockets)
    ]
    (folder / "plan.json").write_text(json.dumps(plan))
    command = [sys.executable, "-m", "tests.bench.live_clients", str(folder / "plan.json")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield _Browsers(process)
        finally:
            process.terminate()


class _Writer(threading.Thread):
    """Writes events, job after job, so many a second, until it is stopped."""

    def __init__(self, ids: list[str], per_second: float) -> None:
        super().__init__(daemon=True)
        self._ids = ids
        self._pause = 1.0 / per_second
        self._stopped = threading.Event()
        self.written = 0

    def run(self) -> None:
        from django.db import connections

        from apps.jobs.engine.transitions import record

        due = time.monotonic()
        while not self._stopped.is_set():
            job = self._ids[self.written % len(self._ids)]
            self.written += 1
            facts = {"written": self.written}
            record(job, "job.facts", {"facts": facts}, facts=facts)
            due += self._pause
            time.sleep(max(0.0, due - time.monotonic()))
        connections.close_all()

    def stop(self) -> None:
        self._stopped.set()
        if self.is_alive():
            self.join()


@contextmanager
def _writing(ids: list[str], sockets: int) -> Iterator[_Writer]:
    """A delivery a second to every socket."""
    writer = _Writer(ids, min(len(ids), sockets))
    writer.start()
    try:
        yield writer
    finally:
        writer.stop()


@contextmanager
def _web(folder: Path, port: int, processes: int) -> Iterator[psutil.Process]:
    command = [sys.executable, "manage.py", "web", "--port", str(port)]
    server = Server([*command, "--processes", str(processes)], folder, name="web")
    server.start(lambda: listens(port))
    assert server.process is not None
    try:
        yield psutil.Process(server.process.pid)
    finally:
        server.stop()


def _family(web: psutil.Process) -> list[psutil.Process]:
    return [web, *web.children(recursive=True)]


def _cpu(web: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _family(web))


def _memory(web: psutil.Process) -> str:
    return f"{sum(one.memory_info().rss for one in _family(web)) / 1e6:.0f} MB"


def _wrong(browsers: _Browsers, folder: Path, ids: list[str], sockets: int) -> int:
    """How many browsers know something else than what is; they get two seconds."""
    from apps.jobs import events
    from apps.jobs.models import Job

    fresh = {
        str(job.pk): json.loads(json.dumps(events.snapshot(job)))
        for job in Job.objects.filter(pk__in=ids)
    }
    place = folder / "states.json"
    for _ in range(20):
        browsers.ask(f"states {place}")
        states = json.loads(place.read_text())
        wrong = sum(state != fresh[ids[number % len(ids)]] for number, state in enumerate(states))
        if not wrong:
            break
        time.sleep(0.1)
    return wrong


def _rows(number: int) -> list[str]:
    from apps.accounts.models import Team
    from apps.jobs.models import Job, Step

    team = Team.objects.create(name="Bench")
    jobs = Job.objects.bulk_create(
        Job(team=team, kind="packshot", status="processing", title=f"Job {n}")
        for n in range(number)
    )
    Step.objects.bulk_create(
        Step(job=job, key=f"s{n}", ordinal=n, handler="bench@1")
        for job in jobs
        for n in range(STEPS)
    )
    return [str(job.pk) for job in jobs]


if __name__ == "__main__":
    main()
