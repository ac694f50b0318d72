"""Carries the faults out, and kills workers at the very instant a provider holds its answer."""

import contextlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.parts.stack import Stack

from .faults import Fault
from .frozen import Frozen
from .scenario import LONG_STEP
from .spans import Span
from .tables import Tables

LOOKS = 80


@dataclass
class Hand:
    """Kills. ``done`` counts by kind; ``victims``: (step, claim, when) of what ran in a killed
    worker; ``down``: from when to when PostgreSQL was away; ``frozen``: who stood still."""

    stack: Stack
    tables: Tables
    say: Callable[[str], object]
    done: Counter[str] = field(default_factory=Counter)
    victims: list[tuple[str, int, float]] = field(default_factory=list)
    down: list[Span] = field(default_factory=list)
    frozen: Frozen = field(default_factory=Frozen)
    _threads: list[threading.Thread] = field(default_factory=list)

    def carry_out(self, faults: Sequence[Fault]) -> None:
        """Do each when it is due; what lasts goes on beside the others."""
        began = time.monotonic()
        for fault in faults:
            time.sleep(max(0.0, fault.at - (time.monotonic() - began)))
            self.done[fault.kind] += 1
            self.say(str(fault))
            if fault.seconds:
                thread = threading.Thread(target=self._last, args=(fault,))
                thread.start()
                self._threads.append(thread)
            else:
                self._kill(fault.target or "web")
        for thread in self._threads:
            thread.join()

    def freeze_holder(self, job: str, seconds: float) -> None:
        """Freeze the worker that is late in a job's long step, and thaw it when somebody else is in
        the middle of the same step: the first result must be refused."""
        for _ in range(LOOKS):
            pid = self._late_in_long_step(job)
            if pid:
                self.done["frozen until another had its step"] += 1
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
                    time.sleep(seconds)
                    os.kill(pid, signal.SIGCONT)
                return
            time.sleep(0.5)

    def kill_sender(self, reference: str) -> None:
        """Kill the worker whose request with this reference has been taken and not answered."""
        for _ in range(LOOKS):
            with contextlib.suppress(Exception):
                found = self.tables.ask(
                    "SELECT s.claimed_by FROM jobs_providercall c JOIN jobs_step s "
                    "ON s.id = c.step_id WHERE c.reference = %s",
                    reference,
                )
                pid = int(found[0][0].rpartition(":")[2])
                self._remember(pid)
                os.kill(pid, signal.SIGKILL)
                self.frozen.over(pid)
                self.done["kill between request and answer"] += 1
                return
            time.sleep(0.25)

    def _last(self, fault: Fault) -> None:
        match fault.kind:
            case "empty Redis":
                self._away("Redis", fault.seconds)
            case "restart PostgreSQL":
                self._away("PostgreSQL", fault.seconds)
            case "crash PostgreSQL":
                self._away("PostgreSQL", fault.seconds, signal.SIGQUIT)
            case _:
                self._freeze(fault)

    def _away(self, part: str, seconds: float, number: signal.Signals | None = None) -> None:
        began = time.time()
        with self.stack.held_down(part, number):
            time.sleep(seconds)
        if part == "PostgreSQL":
            self.down.append((began, time.time()))

    def _freeze(self, fault: Fault) -> None:
        process = self.stack.processes[fault.target].process
        if process is None or process.poll() is not None:
            return
        tell = os.kill if fault.kind.endswith("alone") else os.killpg
        with contextlib.suppress(ProcessLookupError):
            tell(process.pid, signal.SIGSTOP)
            self.frozen.froze(fault.target, process.pid)
        time.sleep(fault.seconds)
        self.frozen.over(process.pid)
        with contextlib.suppress(ProcessLookupError):
            tell(process.pid, signal.SIGCONT)

    def _late_in_long_step(self, job: str) -> int:
        """The worker's process id, 0 while none is."""
        found = self.tables.ask(
            "SELECT claimed_by FROM jobs_step WHERE status = 'running' AND key = %s "
            "AND job_id = %s AND started_at < now() - "
            "(params ->> 'seconds')::float * interval '0.6 s'",
            LONG_STEP,
            job,
        )
        return int(found[0][0].rpartition(":")[2]) if found else 0

    def _kill(self, name: str) -> None:
        process = self.stack.processes[name].process
        if process is None:
            return
        self._remember(process.pid)
        with contextlib.suppress(ProcessLookupError):
            # A web server is killed with its processes; a worker's children must notice.
            (os.killpg if name == "web" else os.kill)(process.pid, signal.SIGKILL)
        self.frozen.over(process.pid)

    def _remember(self, pid: int) -> None:
        # Nobody can be asked while PostgreSQL is away.
        with contextlib.suppress(Exception):
            ran = self.tables.ask(
                "SELECT id::text, claim_no FROM jobs_step "
                "WHERE status = 'running' AND claimed_by LIKE %s",
                f"%:{pid}",
            )
            self.victims += [(step, claim, time.time()) for step, claim in ran]
