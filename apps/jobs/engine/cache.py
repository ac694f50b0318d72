"""Same inputs, same result: what a step made before is used again, whoever it was made for."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from django.db.models import F
from django.utils import timezone

from apps.assets.models import Blob
from apps.jobs.models import CacheEntry, CacheFile

from .claims import Claim
from .inputs import Inputs
from .outputs import Outputs

LIBRARIES = ("av", "dracopy", "embreex", "numpy", "opencv-python-headless", "pillow", "scipy")
"""Another version of these may give other pixels."""


@dataclass(frozen=True)
class Hit:
    """A result that was made before."""

    entry: CacheEntry
    outputs: Outputs


def key_of(claim: Claim, inputs: Inputs) -> str:
    """Return the SHA-256 of everything that decides the step's result.

    Empty when the result must not be reused: the plan says so, or a person asked for the job to
    be made anew.
    """
    if not claim.step.cacheable or claim.job.ancestor_id is not None:
        return ""
    decisive = {
        "handler": claim.step.handler,
        "params": claim.step.params,
        "files": {name: blob.sha256 for name, blob in inputs.files.items()},
        "results": inputs.results,
        "libraries": _libraries(),
    }
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def find(key: str) -> Hit | None:
    """Return the result made before under a key of ``key_of``."""
    entry = CacheEntry.objects.filter(key=key).first() if key else None
    if entry is None:
        return None
    files = CacheFile.objects.filter(entry=entry).select_related("blob")
    return Hit(entry, Outputs(entry.result, reused={file.name: file.blob for file in files}))


class Gone(Exception):
    """A result was given up, and its files with it, between being found and being used."""


def use(hit: Hit) -> None:
    """Count a hit and hold its files, in the transaction that uses it.

    Raises:
        Gone: the step must be run after all.
    """
    wanted = {blob.pk for blob in hit.outputs.reused.values()}
    held = Blob.objects.select_for_update(no_key=True).filter(pk__in=wanted)
    if len(held.order_by("storage", "sha256").values_list("pk")) < len(wanted):
        raise Gone
    CacheEntry.objects.filter(pk=hit.entry.pk).update(hits=F("hits") + 1, used_at=timezone.now())


def remember(
    key: str, *, handler: str, outputs: Outputs, files: Mapping[str, Blob], seconds: float
) -> None:
    """Keep a result, in the transaction in which its step succeeds. The first one stays."""
    entry, made = CacheEntry.objects.get_or_create(
        key=key,
        defaults={"handler": handler, "result": dict(outputs.result), "seconds": seconds},
    )
    if made:
        CacheFile.objects.bulk_create(
            CacheFile(entry=entry, name=name, blob=blob) for name, blob in files.items()
        )


@cache
def _libraries() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}
