"""What a handler is: a plain function that runs in a child process, files and numbers in and out.

A handler never touches the database, the storages or the network of the studio; it reads the
files it is given, writes files into its scratch folder and returns what it found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias


class Cancelled(Exception):
    """Raised by ``StepRun.checkpoint`` when a person cancelled the job."""


@dataclass(frozen=True)
class OutputFile:
    """A file the handler wrote into its scratch folder, and the storage it is to be kept in."""

    path: Path
    media_type: str
    storage: Literal["originals", "renditions"] = "originals"


@dataclass(frozen=True)
class Outcome:
    """What a handler hands back.

    ``result`` is JSON; ``files`` are kept under their names; ``reuse`` passes input files on
    unchanged under new names (no copy): ``{"cutout": "lighting.cutout"}``.
    """

    result: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, OutputFile] = field(default_factory=dict)
    reuse: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StepRun:
    """What a handler is given.

    Attributes:
        params: the step's parameters.
        inputs: files by name: ``source`` is the job's original, ``<step>.<file>`` what an
            earlier step made. Read only.
        results: the ``result`` of every earlier step in ``needs``, by its key.
        scratch: an empty folder of this claim's own.
        progress: call with a fraction from 0 to 1; calls are coalesced.
        checkpoint: call at convenient places; raises ``Cancelled`` when the job was cancelled.
    """

    params: Mapping[str, Any]
    inputs: Mapping[str, Path]
    results: Mapping[str, Mapping[str, Any]]
    scratch: Path
    progress: Callable[[float], None]
    checkpoint: Callable[[], None]


Handler: TypeAlias = Callable[[StepRun], Outcome]
"""Named in ``Step.handler`` as ``package.module:function@version``; the version is raised whenever
the same inputs would give another result."""
