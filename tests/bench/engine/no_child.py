"""A child process that is none: shows what the real one costs. The product has nothing like it."""

from collections.abc import Callable, Mapping
from typing import Any

from apps.jobs.engine.children import Ending, How, Order


class NoChild:
    """Answers at once that the step is done."""

    pid = None

    def run(
        self,
        work: Mapping[str, Any],
        *,
        timeout: float,
        watch: Callable[[], Order],
        progress: Callable[[float], None],
    ) -> Ending:
        said = {"is": "done", "result": {}, "files": {}, "reuse": {}, "seconds": 0.0, "memory": 0}
        return Ending(How.DONE, 0.0, said)

    def kill(self) -> None:
        """There is nothing to end."""
