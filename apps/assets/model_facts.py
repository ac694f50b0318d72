"""What is known of a 3D model, in words with units, from the facts its version carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import AssetKind, Version

LABELS: Mapping[str, str | Promise] = {
    "triangles": gettext_lazy("Triangles"),
    "vertices": gettext_lazy("Vertices"),
    "size_m": gettext_lazy("Dimensions"),
    "texture_px": gettext_lazy("Texture"),
    "bytes": gettext_lazy("File"),
    "draco_bytes": gettext_lazy("File, Draco"),
    "watertight": gettext_lazy("Closed surface"),
}
TARGETS: Mapping[str, str | Promise] = {
    "mobile_ar": gettext_lazy("Mobile AR"),
    "desktop": gettext_lazy("Desktop"),
    "banner": gettext_lazy("Banner"),
    "planner": gettext_lazy("Room planner"),
}


@dataclass(frozen=True)
class GateWords:
    """The mesh gate's verdict for a publishing target; ``failures`` are sentences."""

    passed: bool
    target: str
    failures: Sequence[str]


@dataclass(frozen=True)
class ModelFacts:
    """``rows`` are labels with their values; ``gate`` None where nobody judged."""

    rows: Sequence[tuple[str, str]]
    gate: GateWords | None


def model_facts(version: Version | None) -> ModelFacts | None:
    """Return what a version of a 3D model says of itself, None for anything else."""
    if version is None or version.asset.kind != AssetKind.MODEL_3D:
        return None
    facts = version.facts if isinstance(version.facts, Mapping) else {}
    shown = {name: facts.get(name) for name in LABELS if name != "bytes"}
    return ModelFacts(mesh_facts(shown), gate_words(facts.get("gate")))


def mesh_facts(given: Any) -> list[tuple[str, str]]:
    """Each known fact with its unit; facts of another day are left out."""
    if not isinstance(given, Mapping):
        return []
    told = ((str(label), _told(name, given.get(name))) for name, label in LABELS.items())
    return [(label, words) for label, words in told if words]


def gate_words(given: Any) -> GateWords | None:
    """The verdict {passed, target, failures: [{code, message}]}, None where there is none."""
    if not isinstance(given, Mapping) or "passed" not in given:
        return None
    target = str(given.get("target", ""))
    rows = given.get("failures")
    failures = [
        str(row.get("message") or row.get("code") or "")
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    ]
    return GateWords(bool(given["passed"]), str(TARGETS.get(target, target)), failures)


def size_words(metres: Any) -> str:
    """Width, height and depth in centimetres; empty for anything that is no such size."""
    if not isinstance(metres, Sequence) or len(metres) != 3:
        return ""
    if not all(isinstance(length, int | float) for length in metres):
        return ""
    lengths = " × ".join(number_format(round(100 * float(length), 1), 1) for length in metres)
    return _("%(lengths)s cm") % {"lengths": lengths}


def _told(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "size_m":
        return size_words(value)
    if not isinstance(value, int | float):
        return ""
    if name.endswith("bytes"):
        return filesizeformat(value)
    if name == "texture_px":
        return _("%(side)d × %(side)d pixels") % {"side": value} if value else _("none")
    return number_format(value, 0, use_l10n=True, force_grouping=True)
