"""How long something that dies again and again is left lying before it is started again."""

import time

FIRST, LONGEST = 0.5, 4.0
"""Seconds. Work must go on within 30 s of a worker's death, of which its lease is a part."""

CALM_SECONDS = 10.0
"""What has lived so long is forgiven its earlier deaths."""


class BackOff:
    """Doubles with every early death. One for each process; ``now`` is a monotonic clock's."""

    def __init__(self) -> None:
        self._wait = 0.0
        self._started = float("-inf")
        self._due: float | None = None

    def started(self, now: float | None = None) -> None:
        """It was started."""
        self._started = time.monotonic() if now is None else now
        self._due = None

    def is_due(self, now: float | None = None) -> bool:
        """Whether what was found dead may be started; ask again and again from its death on."""
        now = time.monotonic() if now is None else now
        if self._due is None:
            calm = now - self._started >= CALM_SECONDS
            self._wait = FIRST if calm or not self._wait else min(2 * self._wait, LONGEST)
            self._due = now + self._wait
        return now >= self._due
