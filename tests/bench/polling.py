"""Waiting calls: 10,000 of them asked about, each on its own schedule, by one scheduler.

``python -m tests.bench.polling``. The provider is a process of its own that answers after
``--latency`` seconds. First as fast as the scheduler can, beside bare httpx with as many threads
against the same server; then on schedule, within the provider's rate.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.parts.missing import PartMissing
from tests.parts.process import Server, free_port, listens

from .measuring import hardware, quantile
from .production import production

EVERY = 60.0
"""Seconds between two questions about a call that waits long."""

BEGIN = 2.0
"""Seconds until the first of them is due."""

STEADY_POLLS = 20
"""Questions after which the wait no longer grows."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--tiny", action="store_true", help="small numbers, that mean nothing")
    given = parser.parse_args()
    sys.stdout.write(f"{hardware()}, load {os.getloadavg()[0]:.1f}\n")
    wanted = (40, None, 0.0) if given.tiny else (given.calls, given.seconds, given.latency)
    try:
        for line in lines(*wanted):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except PartMissing as missing:
        sys.stdout.write(f"SKIPPED: {missing}\n")


def lines(number: int, seconds: float | None, latency: float) -> Iterator[str]:
    """Run the bench and give its rows; without ``seconds`` all are due at once, and asked."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (
        production(SKYY_ATELIER_URL=address, SKYY_ATELIER_KEY="key-of-the-tests") as folder,
        _provider(folder, port, number, latency),
    ):
        from apps.jobs.providers.remote import polling

        bare = _bare(address, polling.THREADS, min(number, 3000))
        yield from _at_full_speed(address, number, bare)
        yield from _on_schedule(address, number, seconds)


def _bare(address: str, threads: int, number: int) -> float:
    """Questions a second of threads that do nothing else."""
    limits = httpx.Limits(max_connections=threads, max_keepalive_connections=threads)
    headers = {"Authorization": "Bearer key-of-the-tests"}
    with (
        httpx.Client(headers=headers, limits=limits, trust_env=False) as client,
        ThreadPoolExecutor(threads) as pool,
    ):

        def ask(one: int) -> str:
            said: str = client.get(f"{address}/v1/predictions/x{one % number}").json()["status"]
            return said

        list(pool.map(ask, range(threads)))
        began = time.perf_counter()
        assert set(pool.map(ask, range(number))) == {"running"}
        return number / (time.perf_counter() - began)


def _at_full_speed(address: str, number: int, bare: float) -> Iterator[str]:
    from apps.jobs.models import ProviderBucket
    from apps.jobs.providers.remote import polling
    from apps.jobs.providers.remote.atelier import Atelier
    from apps.jobs.providers.remote.base import Rate

    allowed, Atelier.rate = Atelier.rate, Rate(1e6, 10**6)
    _rows(number, lambda _: 0.0)
    before = _asked(address)
    began = time.perf_counter()
    cpu = time.process_time()
    wanted = min(number, 3000)
    with _scheduler():
        while len(_asked(address)) - len(before) < wanted:
            time.sleep(0.2)
        seconds = time.perf_counter() - began
        done = len(_asked(address)) - len(before)
        threads, memory = threading.active_count(), psutil.Process().memory_info().rss
    Atelier.rate = allowed
    ProviderBucket.objects.all().delete()
    yield (
        f"as fast as it can: {done / seconds / bare:.2f} of bare httpx with "
        f"{polling.THREADS} threads ({done / seconds:.0f} of {bare:.0f} polls/s), "
        f"{(time.process_time() - cpu) / done * 1000:.2f} ms of CPU each, "
        f"{threads} threads, {memory / 1e6:.0f} MB"
    )


def _on_schedule(address: str, number: int, seconds: float | None) -> Iterator[str]:
    rng = random.Random(4)
    spread = 0.0 if seconds is None else EVERY
    due = _rows(number, lambda _: rng.uniform(BEGIN, BEGIN + spread) if spread else 0.0)
    before = len(_asked(address))
    began = time.time()
    process = psutil.Process()
    process.cpu_percent()
    with _scheduler():
        if seconds is None:
            while len(_asked(address)) - before < number:
                time.sleep(0.1)
        else:
            time.sleep(seconds)
        passed = time.time() - began
        told = _asked(address)[before:]
        load = process.cpu_percent()
        threads = threading.active_count()
        memory = process.memory_info().rss
    first: dict[str, float] = {}
    for at, name in told:
        first.setdefault(name, at)
    late = sorted(first[name] - due[name] for name in first)
    # What was due two seconds before the end must have been asked by then.
    due_by = began + (passed if seconds is None else seconds - 2)
    expected = [name for name, at in due.items() if at <= due_by]
    missed = sum(name not in first for name in expected)
    rate = len(told) / (passed - BEGIN if spread else passed)
    yield (
        f"on schedule, {number} calls: {rate:.0f} polls/s of {number / EVERY:.0f} needed, "
        f"late p50 {quantile(late, 0.5) * 1000:.0f} ms, "
        f"p99 {quantile(late, 0.99) * 1000:.0f} ms, {missed} of {len(expected)} due not asked, "
        f"{load:.0f} % of a core, {threads} threads, {memory / 1e6:.0f} MB"
    )


@contextmanager
def _scheduler() -> Iterator[None]:
    """The chore as the scheduler runs it, in this process."""
    from apps.jobs.providers.remote import polling
    from apps.jobs.runtime.repeating import Repeating

    thread = Repeating(
        "calls",
        polling.INTERVAL,
        partial(polling.tick, "atelier"),
        end=partial(polling.finish, "atelier"),
    )
    thread.start()
    try:
        yield
    finally:
        thread.stop()


@contextmanager
def _provider(folder: Path, port: int, number: int, latency: float) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.parts.provider_server", "--port", str(port)]
    command += ["--log", str(folder / "charges"), "--running", str(number)]
    command += ["--latency", str(latency)]
    server = Server(command, folder, name="provider")
    server.start(lambda: listens(port))
    try:
        yield
    finally:
        server.stop()


def _asked(address: str) -> list[Any]:
    found: list[Any] = httpx.get(f"{address}/asked", trust_env=False, timeout=30).json()
    return found


def _rows(number: int, due_in: Callable[[int], float]) -> dict[str, float]:
    """Calls that wait, instead of those there are; return when each is due, by external id."""
    from django.db.models import F
    from django.utils import timezone

    from apps.accounts.models import Team
    from apps.jobs.models import CallStatus, Job, ProviderCall, Step

    ProviderCall.objects.all().delete()
    Job.objects.all().delete()
    team, _ = Team.objects.get_or_create(name="Bench")
    now = timezone.now()
    due = {f"x{n}": now + timedelta(seconds=due_in(n)) for n in range(number)}
    jobs = Job.objects.bulk_create(
        (Job(team=team, kind="bench", status="processing") for _ in due), batch_size=1000
    )
    steps = Step.objects.bulk_create(
        (
            Step(job=job, key="s", ordinal=0, handler="remote:atelier.picture@1", status="waiting")
            for job in jobs
        ),
        batch_size=1000,
    )
    ProviderCall.objects.bulk_create(
        (
            ProviderCall(
                team=team,
                job=job,
                step=step,
                provider="atelier",
                capability="picture",
                status=CallStatus.RUNNING,
                external_id=name,
                reference=name,
                polls=STEADY_POLLS,
                next_poll_at=at,
                deadline_at=now + timedelta(hours=1),
            )
            for job, step, (name, at) in zip(jobs, steps, due.items(), strict=True)
        ),
        batch_size=1000,
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # Writing them down took a while.
    passed = timezone.now() - now
    ProviderCall.objects.update(next_poll_at=F("next_poll_at") + passed)
    return {name: (at + passed).timestamp() for name, at in due.items()}


if __name__ == "__main__":
    main()
