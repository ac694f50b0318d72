"""What is asked for, dealt from a seed: every job's way through its calls, and how it must end."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

PAID = ("paid0", "paid1")
BRANCHES = ("left", "right", "extra", *PAID)
LONG_STEP = "left"
"""Steps of every job, as ``pipeline`` lays them out."""

WAYS: Mapping[str, float] = {
    "lose": 0.06,  # taken, the connection is cut
    "500": 0.03,  # taken, answered with an error of the server
    "cut": 0.02,  # cut before it was taken
    "busy": 0.01,  # told to come again
    "fail": 0.03,  # fails at the provider, for nothing, and is made again
    "hold": 0.03,  # taken; the worker is killed while it waits for the answer
    "answered": 0.02,  # the worker is killed with the answer in hand
    "unsent": 0.02,  # the worker is killed before it sends
    "mute": 0.01,  # taken, cut, and the provider cannot say whether: a person must
}
"""Share of the paid calls that go each way, once; the others go well."""

REFUSED, CANCELLED, SKIPPED, LONG = 0.08, 0.08, 0.2, 0.08
"""Share of the jobs whose last step refuses, that are cancelled, whose optional step fails, that
are long."""

FEWEST_LONG = 5

WORDS = ("send-again", "write-off", "")
"""What a person says about a call nobody knows of; nothing: it stays listed."""


@dataclass(frozen=True)
class Asked:
    """One job: its number, the way of each branch, its ending, the person's word. A long one has a
    step that lasts longer than a lease."""

    n: int
    ways: Mapping[str, str]
    ending: str
    word: str = ""
    cancel_after: float = 0.0
    is_long: bool = False

    @property
    def is_mute(self) -> bool:
        """Whether a call of it waits for a person."""
        return "mute" in self.ways.values()

    @property
    def may_end(self) -> frozenset[str]:
        """The statuses in which it may be at the end."""
        if self.is_mute:
            ends = {"send-again": "completed", "write-off": "failed", "": "processing"}
            return frozenset({ends[self.word]})
        if self.ending == "cancel":
            # It may have been done before the word came.
            return frozenset({"cancelled", "completed"})
        return frozenset({"failed" if self.ending == "refuse" else "completed"})


def deal(seed: int, jobs: int) -> list[Asked]:
    """Return the jobs to ask for.

    Number 0 is the witness, which lasts until the chaos is over; the last one is asked for in the
    calm after it, for a fault that wants nothing else to happen meanwhile.
    """
    jobs -= 1
    chance = random.Random(f"{seed}.jobs")
    numbers = list(range(1, jobs))
    chance.shuffle(numbers)
    refused = _taken(numbers, REFUSED)
    cancelled = _taken(numbers, CANCELLED)
    skipped = set(chance.sample(range(1, jobs), ceil(SKIPPED * jobs)))
    ways = _ways(chance, jobs, plain=numbers)
    mute = [n for n in numbers if "mute" in (ways[n, key] for key in PAID)]
    long = set(chance.sample(range(1, jobs), max(FEWEST_LONG, ceil(LONG * jobs))))
    words = {n: WORDS[i % len(WORDS)] for i, n in enumerate(sorted(mute))}
    asked = [Asked(0, {"extra": "write", "paid0": "witness", "paid1": "ok"}, "complete")]
    for n in range(1, jobs):
        ending = "refuse" if n in refused else "cancel" if n in cancelled else "complete"
        branches = {"extra": "refuse" if n in skipped else "write"}
        branches |= {key: ways[n, key] for key in PAID}
        moment = chance.uniform(0.0, 6.0)
        asked.append(Asked(n, branches, ending, words.get(n, ""), moment, n in long))
    calm = Asked(jobs, {"extra": "write", "paid0": "ok", "paid1": "ok"}, "complete", is_long=True)
    return [*asked, calm]


def _taken(numbers: list[int], share: float) -> set[int]:
    most = ceil(share * len(numbers))
    return {numbers.pop() for _ in range(most)}


def _ways(chance: random.Random, jobs: int, plain: list[int]) -> dict[tuple[int, str], str]:
    calls = [(n, key) for n in range(1, jobs) for key in PAID]
    dealt = dict.fromkeys(calls, "ok")
    chance.shuffle(calls)
    for way, share in WAYS.items():
        fewest = len(WORDS) if way == "mute" else 1
        for _ in range(max(fewest, ceil(share * len(dealt)))):
            # One that waits for a person is in a job of which nothing else is asked.
            fits = (one for one in calls if way != "mute" or one[0] in plain)
            call = next(fits)
            calls.remove(call)
            dealt[call] = way
            if way == "mute":
                calls = [one for one in calls if one[0] != call[0]]
    return dealt
