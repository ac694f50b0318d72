"""What a fidelity report says, in words: axes, standings, parts, the mesh gate, views."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.models import View

Words = Mapping[str, str | Promise]

AXES: Words = {
    "geometry": gettext_lazy("Shape"),
    "proportions": gettext_lazy("Proportions"),
    "colors": gettext_lazy("Colours"),
    "materials": gettext_lazy("Material"),
    "details": gettext_lazy("Details"),
}
STANDINGS: Words = {
    "unverified": gettext_lazy("unverified"),
    "unseen": gettext_lazy("unseen"),
}
ASPECTS: Words = {
    "lightness": gettext_lazy("Lightness"),
    "gloss": gettext_lazy("Gloss"),
}
NOTES: Words = {
    "too_little_in_common": gettext_lazy("Photograph and result share too little to compare."),
}
HINDRANCES: Words = {
    "uncalibrated": gettext_lazy("no calibration is installed"),
    "relief": gettext_lazy("it is a relief"),
    "not_scored": gettext_lazy("too little could be measured"),
    "gate": gettext_lazy("the mesh gate was not passed"),
}
PARTS: Words = {
    "silhouette_iou": gettext_lazy("Outlines in common"),
    "boundary_f": gettext_lazy("Edges in common"),
}
TARGETS: Words = {
    "mobile_ar": gettext_lazy("Mobile AR"),
    "desktop": gettext_lazy("Desktop"),
    "banner": gettext_lazy("Banner"),
    "planner": gettext_lazy("Room planner"),
}
FACTS: Words = {
    "triangles": gettext_lazy("Triangles"),
    "vertices": gettext_lazy("Vertices"),
    "texture_px": gettext_lazy("Texture"),
    "bytes": gettext_lazy("File"),
    "draco_bytes": gettext_lazy("File, Draco"),
    "size_m": gettext_lazy("Size"),
    "watertight": gettext_lazy("Closed surface"),
}


def axis(name: str) -> str:
    """An axis by its name."""
    return str(AXES.get(name, name))


def standing(name: str) -> str:
    """Why an axis has no figure."""
    return str(STANDINGS.get(name, name))


def publishing_target(name: str) -> str:
    """What the mesh was measured against."""
    return str(TARGETS.get(name, name))


def views(given: Any) -> list[str]:
    """Views of a product by their names; an unknown one stands for itself."""
    labels = dict(View.choices)
    return [str(labels.get(view, view)) for view in _strings(given)]


def notes(given: Any) -> list[str]:
    """What scoring remarks on an axis; a code of another day stands for itself."""
    return [str(NOTES.get(note, _spaced(note))) for note in _strings(given)]


def aspects(given: Any) -> list[str]:
    """Parts of an axis that could not be judged, such as "Lightness: unverified"."""
    if not isinstance(given, Mapping):
        return []
    told = {str(name): str(why) for name, why in given.items() if why in STANDINGS}
    return [f"{ASPECTS.get(name, _spaced(name))}: {standing(why)}" for name, why in told.items()]


def hindrances(given: Any) -> list[str]:
    """Why nothing approves it automatically; a view is named after a colon."""
    found = []
    for code in _strings(given):
        kind, _colon, view = code.partition(":")
        if kind == "unseen_view":
            label = str(dict(View.choices).get(view, view))
            found.append(_("nobody photographed the view %(view)s") % {"view": label})
        else:
            found.append(str(HINDRANCES.get(code, _spaced(code))))
    return found


def parts(given: Any) -> list[tuple[str, str]]:
    """The measured quantities of an axis, each with its figure."""
    if not isinstance(given, Mapping):
        return []
    return [
        (str(PARTS.get(str(name), _spaced(str(name)))), number_format(round(float(value), 3)))
        for name, value in given.items()
        if isinstance(value, int | float)
    ]


def camera(angles: Mapping[str, float]) -> str:
    """Where the photograph's camera stood."""
    return _("%(azimuth)s° around, %(elevation)s° above") % {
        "azimuth": number_format(angles["azimuth"], 0),
        "elevation": number_format(angles["elevation"], 0),
    }


def failures(given: Any) -> list[str]:
    """What the mesh gate refuses, one sentence each."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        return []
    rows = [row for row in given if isinstance(row, Mapping)]
    return [str(row.get("message") or row.get("code") or "") for row in rows]


def mesh_facts(given: Any) -> list[tuple[str, str]]:
    """What is known of a mesh, with units; facts of another day are left out."""
    if not isinstance(given, Mapping):
        return []
    found = []
    for name, label in FACTS.items():
        told = _mesh_fact(name, given.get(name))
        if told:
            found.append((str(label), told))
    return found


def size(metres: Any) -> str:
    """Width, height and depth in centimetres; empty for anything that is no such size."""
    if not isinstance(metres, Sequence) or len(metres) != 3:
        return ""
    if not all(isinstance(length, int | float) for length in metres):
        return ""
    lengths = " × ".join(number_format(round(100 * float(length), 1), 1) for length in metres)
    return _("%(lengths)s cm") % {"lengths": lengths}


def percent(share: float) -> str:
    """A share as whole percents, never rounded up to all of it."""
    rounded = round(100 * share)
    return _("%(number)d %%") % {"number": 99 if rounded == 100 and share < 1 else rounded}


def _mesh_fact(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "size_m":
        return size(value)
    if not isinstance(value, int | float):
        return ""
    if name.endswith("bytes"):
        return filesizeformat(value)
    if name == "texture_px":
        return _("%(side)d × %(side)d pixels") % {"side": value}
    return number_format(value, 0, use_l10n=True, force_grouping=True)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _strings(given: Any) -> list[str]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return []
    return [item for item in given if isinstance(item, str)]
