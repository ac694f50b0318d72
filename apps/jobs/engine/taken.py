"""What a statement that claims a step says of it."""

from dataclasses import dataclass
from datetime import datetime

from apps.jobs.models import Step

from .prepared import Row


@dataclass(frozen=True)
class Taken:
    """A step that was claimed, with its job where that was read.

    ``number`` is that of the claim's event; where ``started``, the one before it is that of the
    job's start. ``needed``: key, result, file name, blob of what came first. ``last``: every other
    step of the job has ended well.
    """

    step: Step
    number: int
    at: datetime
    started: bool
    needed: list[Row]
    last: bool
