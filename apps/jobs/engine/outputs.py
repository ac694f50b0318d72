"""What a step hands back, from scratch folder to rows.

Files are stored under keys of their claim alone and become visible through the rows that are
written when the step succeeds under its fence.
"""

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages

from apps.assets import blobs
from apps.assets.blobs import StoredFile
from apps.assets.models import Blob
from apps.jobs.models import Step, StepFile
from skyy.api.errors import Code, Problem

logger = logging.getLogger(__name__)

STORAGES = ("originals", "renditions")


@dataclass(frozen=True)
class Outputs:
    """A step's result: JSON, files without a row yet, and blobs that have one."""

    result: Mapping[str, Any]
    stored: Mapping[str, StoredFile] = field(default_factory=dict)
    reused: Mapping[str, Blob] = field(default_factory=dict)

    def adopt(self, step: Step) -> dict[str, Blob]:
        """Write the step's file rows; call it in the transaction in which the step succeeds."""
        kept = dict(self.reused)
        # In one order everywhere: two steps that made the same files must not wait for each other.
        stored = sorted(self.stored.items(), key=lambda one: (one[1].storage, one[1].sha256))
        kept |= {name: blobs.adopt(file) for name, file in stored}
        StepFile.objects.bulk_create(
            StepFile(step=step, name=name, blob=blob) for name, blob in kept.items()
        )
        return kept

    def discard(self) -> None:
        """Remove the files of a result that was refused."""
        for file in self.stored.values():
            blobs.discard(file)


def keep(
    said: Mapping[str, Any], *, scratch: Path, files: Mapping[str, Blob], prefix: str
) -> Outputs:
    """Store what a child said it made; the caller discards or adopts it.

    Args:
        said: the child's message ``done``.
        scratch: the claim's folder; a file outside it is refused.
        files: the step's inputs, which the result may pass on.
        prefix: first part of the keys.

    Raises:
        Problem: ``step.failed`` when the handler named a file it may not or did not write;
            ``storage.failed``. Nothing is left behind then.
    """
    if any(file["storage"] not in STORAGES for file in said["files"].values()):
        raise Problem(Code.STEP_FAILED, "The step named a storage that there is not.")
    unknown = [name for name in said["reuse"].values() if name not in files]
    if unknown:
        raise Problem(Code.STEP_FAILED, f"The step passes on {unknown}, which it was not given.")
    stored: dict[str, StoredFile] = {}
    try:
        for name, file in said["files"].items():
            stored[name] = blobs.store(
                _inside(scratch, file["path"]),
                storage=file["storage"],
                media_type=file["media_type"],
                prefix=prefix,
            )
    except BaseException:
        Outputs({}, stored).discard()
        raise
    return Outputs(said["result"], stored, {new: files[old] for new, old in said["reuse"].items()})


def prefix_of(step_id: UUID, claim_no: int) -> str:
    """First part of the keys of one claim's files."""
    return f"steps/{step_id}/{claim_no}"


def scratch_of(step_id: UUID, claim_no: int) -> Path:
    """The scratch folder of one claim."""
    return Path(settings.SCRATCH) / f"{step_id}.{claim_no}"


@contextmanager
def scratch_folder(step_id: UUID, claim_no: int) -> Iterator[Path]:
    """Name the scratch folder of one claim, and remove it with all that is in it.

    The child makes it when its handler asks for it: most steps that are quick need none, and on a
    disk that a database writes to, making and removing one waits for that.
    """
    folder = scratch_of(step_id, claim_no)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(step_id: UUID, claim_no: int) -> None:
    """Remove the scratch folder and the unadopted files of a claim that is over."""
    shutil.rmtree(scratch_of(step_id, claim_no), ignore_errors=True)
    for alias in STORAGES:
        keys = _keys(alias, prefix_of(step_id, claim_no))
        adopted = set(Blob.objects.filter(key__in=keys).values_list("key", flat=True))
        for key in keys:
            if key not in adopted:
                storages[alias].delete(key)


def _keys(alias: str, prefix: str) -> list[str]:
    try:
        _, names = storages[alias].listdir(prefix)
    except FileNotFoundError:
        return []
    return [f"{prefix}/{name}" for name in names]


def _inside(scratch: Path, name: str) -> Path:
    path = Path(name).resolve()
    if not path.is_relative_to(scratch.resolve()) or not path.is_file():
        raise Problem(Code.STEP_FAILED, "The step named a file that it did not write.")
    return path
