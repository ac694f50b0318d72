"""What dies when: a schedule from a seed, and the hand that carries it out."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WORKERS = ("worker-1", "worker-2", "worker-gpu")
FREEZABLE = WORKERS[:2]
"""Somebody else must be there to take their steps."""

SCHEDULERS = ("scheduler-1", "scheduler-2")
DOWN = (1.0, 4.0)
"""Seconds for which Redis or PostgreSQL is away, from and to."""

KINDS: Mapping[str, float] = {
    "kill worker": 0.42,
    "kill scheduler": 0.16,
    "freeze worker": 0.1,
    "freeze worker alone": 0.06,
    "kill web": 0.08,
    "empty Redis": 0.09,
    "restart PostgreSQL": 0.06,
    "crash PostgreSQL": 0.03,
}
"""Share of each in a schedule. ``freeze worker`` stops its children too, as a paused machine does;
``alone`` only the process that keeps the leases, while its children go on."""


@dataclass(frozen=True)
class Fault:
    """``at``: seconds after the beginning. ``seconds``: how long it lasts, 0 for a kill."""

    at: float
    kind: str
    target: str
    seconds: float = 0.0

    def __str__(self) -> str:
        lasts = f" for {self.seconds:.1f} s" if self.seconds else ""
        return f"{self.at:6.1f} s  {self.kind} {self.target}".rstrip() + lasts


def schedule(seed: int, *, seconds: float, every: float, lease: float) -> list[Fault]:
    """Return the faults of ``seconds``, one about ``every`` so many, each kind at least once.

    Args:
        lease: a frozen worker stays so until a little after its leases ran out.
    """
    chance = random.Random(f"{seed}.faults")
    number = max(len(KINDS), round(seconds / every))
    kinds = list(KINDS)
    kinds += chance.choices(kinds, list(KINDS.values()), k=number - len(kinds))
    chance.shuffle(kinds)
    step = seconds / number
    return [
        _fault(chance, kind, (place + chance.random()) * step, lease)
        for place, kind in enumerate(kinds)
    ]


def table(faults: Sequence[Fault]) -> str:
    """Return the schedule, a line for each."""
    return "\n".join(str(fault) for fault in faults)


def _fault(chance: random.Random, kind: str, at: float, lease: float) -> Fault:
    match kind.split(maxsplit=1)[0], kind.split()[1]:
        case "kill", "worker":
            return Fault(at, kind, chance.choice(WORKERS))
        case "kill", "scheduler":
            return Fault(at, kind, chance.choice(SCHEDULERS))
        case "freeze", _:
            return Fault(at, kind, chance.choice(FREEZABLE), lease + chance.uniform(6.0, 9.0))
        case "kill", _:
            return Fault(at, kind, "")
        case _:
            return Fault(at, kind, "", chance.uniform(*DOWN))
