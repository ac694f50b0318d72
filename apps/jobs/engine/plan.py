"""What a pipeline says of a job before it runs: its steps, and what becomes of their results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from apps.assets.models import Version
from apps.jobs.models import Job, Queue, Step


@dataclass(frozen=True)
class PlannedStep:
    """One node of the DAG.

    ``handler`` is ``package.module:function@version``. A step that must not be answered from the
    cache (no seed, or it acts on the world) sets ``cacheable`` to False. ``source`` takes the
    place of the job's original among this step's inputs, as a second photograph does. An
    ``optional`` step that fails is skipped and what needs it goes on without. ``compensate`` names
    the handler@version that undoes the step when the job fails later or is cancelled; it is given
    the step's inputs and, as ``results["undone"]``, what the step had found (nothing, where it did
    not come to its end: undoing what never happened must do no harm).
    """

    key: str
    handler: str
    needs: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    queue: Queue = Queue.CPU
    max_attempts: int = 3
    timeout_seconds: int = 120
    cacheable: bool = True
    source: Version | None = None
    optional: bool = False
    compensate: str = ""


class Pipeline(Protocol):
    """A kind of job. One file in ``apps.jobs.pipelines`` each, listed in its ``registry``."""

    kind: str

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters complete and checked.

        Raises:
            Problem: ``request.invalid`` with ``fields``.
        """

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """Return the steps in an order in which each comes after what it needs."""

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """Record the results once every step succeeded, or was skipped where it may be.

        Runs inside the transaction that ends the job: rows only, no files, no pictures.

        Returns:
            The name of the job's next move: ``complete`` or ``await_review``.
        """
