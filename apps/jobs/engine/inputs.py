"""What a step is given: files by name, and the results of the steps it needs."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from apps.assets import blobs
from apps.assets.models import Blob
from apps.jobs.models import Step, StepFile, StepStatus

from .claims import Claim
from .prepared import Row, as_uuid, ask

SOURCE = "source"
"""Name of the job's original, or the step's own, among the inputs."""

UNDONE = "undone"
"""Under this name an undo step is given what the step had found that it undoes."""


@dataclass(frozen=True)
class Inputs:
    """Blobs by name (``source``, ``<step>.<file>``) and results by step key."""

    files: dict[str, Blob]
    results: dict[str, Any]


def gather(claim: Claim) -> Inputs:
    """Find the inputs of a claimed step."""
    files: dict[str, Blob] = {}
    # An undo step stands where the step that it undoes stood.
    undone = claim.step.compensates
    step = undone or claim.step
    source = step.source_id or claim.job.source_id
    if source is not None:
        files[SOURCE] = Blob.objects.get(versions=source)
    results: dict[str, Any] = {}
    if step.needs:
        # A skipped step has nothing to give.
        group = group_of(step.key)
        made: dict[str, UUID] = {}
        needed = _needed(step) if claim.needed is None else claim.needed
        for key, result, name, blob_id in needed:
            own = key.removeprefix(group)
            results[own] = result
            if name is not None:
                made[f"{own}.{name}"] = as_uuid(blob_id)
        blobs_made = Blob.objects.in_bulk(made.values()) if made else {}
        files |= {name: blobs_made[blob_id] for name, blob_id in made.items()}
    if undone is not None:
        results[UNDONE] = undone.result
        found = StepFile.objects.filter(step=undone).select_related("blob")
        files |= {f"{UNDONE}.{file.name}": file.blob for file in found}
    return Inputs(files, results)


def _needed(step: Step) -> list[Row]:
    """Key, result and each file of the steps that came first, by their keys and names."""
    keys = {f"key_{number}": key for number, key in enumerate(step.needs)}
    rows = ask(needed_text(len(keys)), {"job": step.job_id, **keys})
    return [(key, json.loads(result), *file) for key, result, *file in rows]


@cache
def needed_text(count: int) -> str:
    """Return the statement for so many keys."""
    named = ", ".join(f"%(key_{number})s" for number in range(count))
    return f"""
        SELECT step.key, step.result, file.name, file.blob_id
        FROM jobs_step AS step LEFT JOIN jobs_stepfile AS file ON file.step_id = step.id
        WHERE step.job_id = %(job)s AND step.key IN ({named})
        AND step.status = '{StepStatus.SUCCEEDED.value}' ORDER BY step.key, file.name
    """  # noqa: S608 - placeholders and a status of our own


def group_of(key: str) -> str:
    """Return what stands before a step's own name, dot included: ``back.`` of ``back.lighting``.

    A pipeline may run the same steps over a second photograph under such keys; among themselves
    they go by their own names, so that one handler serves both and the cache answers for either.
    """
    head, dot, _ = key.rpartition(".")
    return head + dot


@contextmanager
def materialised(inputs: Inputs) -> Iterator[dict[str, Path]]:
    """Give the input files as paths on this machine.

    Raises:
        Problem: ``storage.failed`` when one cannot be had.
    """
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(blobs.local_path(blob)) for name, blob in inputs.files.items()
        }
