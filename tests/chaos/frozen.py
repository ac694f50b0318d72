"""Which processes stand still, and when they did."""

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

from .faults import FREEZABLE
from .spans import Span, both


@dataclass
class Frozen:
    """``spans``: by the name of the process, when it stood still. Two may want it frozen at once:
    the first who thaws it does."""

    spans: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    _since: dict[int, tuple[str, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def froze(self, name: str, pid: int) -> None:
        """It stands still from now on."""
        with self._lock:
            self._since.setdefault(pid, (name, time.time()))

    def over(self, pid: int) -> None:
        """It goes on, or is dead."""
        with self._lock:
            if pid in self._since:
                name, began = self._since.pop(pid)
                self.spans[name].append((began, time.time()))

    def all_at_once(self) -> list[Span]:
        """When all that are ever frozen, who run the queues cpu and io, were."""
        first, *others = (self.spans[name] for name in FREEZABLE)
        for other in others:
            first = both(first, other)
        return first
