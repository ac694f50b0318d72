"""One run, from the first job asked for to the table."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.chromium import chromium_path

from . import faults as plan
from . import scenario
from .checks import eyes, jobs, money, outputs, recovery, world
from .house import House, house
from .page import Looker
from .provider import read
from .rows import Row, none
from .scenario import Asked
from .watcher import Watcher

SWEEP = (
    "from datetime import timedelta; from apps.assets import blobs; "
    "blobs.ORPHAN_AGE = timedelta(0); print(blobs.sweep(100000))"
)


@dataclass(frozen=True)
class Form:
    """How large a run is.

    ``seconds`` of chaos, a fault ``every`` so many; ``step_seconds`` is what a step takes at least;
    ``deadline`` seconds until all must be done afterwards; ``timed``: a slow recovery is bad.
    """

    jobs: int
    seconds: float
    every: float
    lease: float = 6.0
    sweep: float = 1.0
    step_seconds: float = 0.15
    deadline: float = 600.0
    watched: int = 8
    timed: bool = True


THAWED = 6.0
"""Seconds beyond a lease until a worker frozen in the calm is thawed."""

LONGER = 12.0
"""Seconds beyond a lease that a long step lasts: somebody else runs it when its worker thaws."""

WHOLE = Form(jobs=300, seconds=180.0, every=3.0)
SHORT = Form(jobs=24, seconds=26.0, every=2.0, lease=4.0, watched=4, deadline=180, timed=False)


def run(form: Form, seed: int, folder: Path, say: Callable[[str], object]) -> list[Row]:
    """Carry a run out and return the table's rows."""
    asked = scenario.deal(seed, form.jobs)
    faults = plan.schedule(seed, seconds=form.seconds, every=form.every, lease=form.lease)
    say(f"seed {seed}: {form.jobs} jobs, {len(faults)} faults in {form.seconds:.0f} s")
    say(plan.table(faults))
    began = time.monotonic()
    with house(folder, lease=form.lease, sweep=form.sweep, say=say) as built:
        say(f"standing after {time.monotonic() - began:.0f} s")
        return _Run(form, seed, asked, built, say).through(faults)


class _Run:
    def __init__(
        self, form: Form, seed: int, asked: list[Asked], built: House, say: Callable[[str], object]
    ) -> None:
        self.form, self.seed, self.asked, self.house, self.say = form, seed, asked, built, say
        self.person = built.person
        self.ids: dict[int, str] = {}
        self.watchers: list[Watcher] = []
        self.looker: Looker | None = None

    def through(self, faults: list[plan.Fault]) -> list[Row]:
        self.person.sign_in()
        cookie = self.person.session()
        asset = self.person.upload()
        self._ask(self.asked[0], asset)
        self._open_eyes(cookie)
        try:
            return self._storm(faults, asset, cookie)
        finally:
            for watcher in self.watchers:
                watcher.stop()
            if self.looker is not None:
                self.looker.stop()

    def _storm(self, faults: list[plan.Fault], asset: str, cookie: str) -> list[Row]:
        began = time.monotonic()
        storm = threading.Thread(target=self.house.hand.carry_out, args=(faults,))
        storm.start()
        with ThreadPoolExecutor(8) as people:
            begun: list[Future[None]] = []
            # New work comes in over two thirds of the time.
            rest = self.asked[1:-1]
            for place, one in enumerate(rest):
                due = began + place / len(rest) * self.form.seconds * 0.66
                time.sleep(max(0.0, due - time.monotonic()))
                begun.append(people.submit(self._live, one, asset, cookie))
            for one_begun in begun:
                one_begun.result()
        storm.join()
        self.say(f"{time.monotonic() - began:6.1f} s  no more faults")
        calm = self.asked[-1]
        self._ask(calm, asset)
        self.house.hand.freeze_holder(self.ids[calm.n], self.form.lease + THAWED)
        self._rest(began)
        took = time.monotonic() - began
        self.say(f"{took:6.1f} s  nothing moves any more")
        return self._checked(took)

    def _ask(self, one: Asked, asset: str) -> None:
        self.ids[one.n] = self.person.ask(
            one,
            asset=asset,
            seed=self.seed,
            seconds=self.form.step_seconds,
            long=self.form.lease + LONGER,
        )

    def _live(self, one: Asked, asset: str, cookie: str) -> None:
        """Ask for a job, follow it if it is one of the first, cancel it if that was dealt."""
        self._ask(one, asset)
        if one.n < self.form.watched:
            self._watch(one, cookie)
        if one.ending == "cancel":
            time.sleep(one.cancel_after)
            self.person.cancel(self.ids[one.n])

    def _open_eyes(self, cookie: str) -> None:
        self._watch(self.asked[0], cookie)
        if chromium_path() is not None:
            who = (self.person.name, self.person.password)
            self.looker = Looker(self.person.address, self.ids[0], *who)
            self.looker.start()
            self.looker.opened.wait()

    def _watch(self, one: Asked, cookie: str) -> None:
        watcher = Watcher(self.person.address, self.ids[one.n], cookie)
        watcher.start()
        self.watchers.append(watcher)

    def _rest(self, began: float) -> None:
        """Let all come to an end; what waits for a person gets the word that was dealt for it."""
        until = time.monotonic() + self.form.deadline
        listed = sum(one.is_mute and not one.word for one in self.asked)
        decided: set[str] = set()
        while time.monotonic() < until:
            moving = self._moving()
            if moving <= 1:
                self.house.provider.witness_may_end.set()
            self._decide(decided)
            if self._moving() == 0 and self._uncertain() == listed and not self._open():
                return
            time.sleep(0.5)
        self.say(f"{time.monotonic() - began:6.1f} s  the deadline is over")

    def _moving(self) -> int:
        """Jobs that are not at their end and do not wait for a person."""
        return int(
            self.house.tables.one(
                "SELECT count(*) FROM jobs_job j WHERE status IN ('pending', 'processing', "
                "'cancelling') AND NOT EXISTS (SELECT 1 FROM jobs_providercall c WHERE "
                "c.job_id = j.id AND c.status = 'uncertain' AND c.next_poll_at IS NULL)"
            )
        )

    def _uncertain(self) -> int:
        return int(
            self.house.tables.one(
                "SELECT count(*) FROM jobs_providercall WHERE status = 'uncertain'"
            )
        )

    def _open(self) -> int:
        return int(
            self.house.tables.one(
                "SELECT count(*) FROM jobs_providercall WHERE status IN ('intent', 'running')"
            )
        )

    def _decide(self, decided: set[str]) -> None:
        words = {self.ids[one.n]: one.word for one in self.asked if one.word}
        waiting = self.house.tables.ask(
            "SELECT id::text, job_id::text FROM jobs_providercall "
            "WHERE status = 'uncertain' AND next_poll_at IS NULL"
        )
        for call, job in waiting:
            if job in words and call not in decided:
                decided.add(call)
                self.person.decide(call, words[job])

    def _checked(self, took: float) -> list[Row]:
        tables, hand = self.house.tables, self.house.hand
        log = read(self.house.provider.book)
        rows = [Row("seconds from the first job to the last", f"{took:.0f}")]
        rows += [Row(kind, str(number)) for kind, number in sorted(hand.done.items())]
        rows += [Row("requests people sent again", str(self.person.repeated))]
        rows += [none("answers to people in an outage that were no 503", self.person.odd)]
        rows += eyes.check(self.person, self.watchers, self.looker)
        rows += jobs.check(tables, self.asked, self.ids)
        rows += outputs.check(tables, self.house.files)
        rows += money.check(tables, log)
        rows += world.check(tables, self.house.data)
        rows += recovery.check(
            tables,
            hand.victims,
            down=hand.down,
            frozen=hand.frozen.all_at_once(),
            judged=self.form.timed,
        )
        over, others = outputs.orphans(tables, self.house.files)
        rows += [
            Row("files without a row, under claims that are over", str(len(over))),
            none("files without a row elsewhere", others),
        ]
        self.house.stack.manage("shell", "-c", SWEEP)
        over, others = outputs.orphans(tables, self.house.files)
        rows += [none("files without a row after the sweeper's turn", over + others)]
        return rows
