"""What a step is given: files by name, and the results of the steps it needs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.assets import blobs
from apps.assets.models import Blob
from apps.jobs.models import Step, StepFile, StepStatus

from .claims import Claim

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
        needed = Step.objects.filter(job=claim.job, key__in=step.needs, status=StepStatus.SUCCEEDED)
        group = group_of(step.key)
        results = {
            key.removeprefix(group): result
            for key, result in needed.values_list("key", "result").order_by("key")
        }
        made = StepFile.objects.filter(step__in=needed).select_related("blob", "step")
        files |= {
            f"{file.step.key.removeprefix(group)}.{file.name}": file.blob
            for file in made.order_by("step__key", "name")
        }
    if undone is not None:
        results[UNDONE] = undone.result
        found = StepFile.objects.filter(step=undone).select_related("blob")
        files |= {f"{UNDONE}.{file.name}": file.blob for file in found}
    return Inputs(files, results)


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
