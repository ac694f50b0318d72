"""What a fidelity report says, in words: axes, standings, parts, the mesh gate, views."""

from collections.abc import Mapping, Sequence
from typing import Any

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
    "iou": gettext_lazy("Outlines in common"),
    "iou_with_stretch": gettext_lazy("Before the stretch was taken out"),
    "boundary_f": gettext_lazy("Edges in common"),
    "boundary_mean": gettext_lazy("Edges apart, of the frame"),
    "aspect": gettext_lazy("Width to height"),
    "second_moments": gettext_lazy("Spread"),
    "width_profile": gettext_lazy("Widths along its length"),
    "stretch": gettext_lazy("Stretched by"),
    "palette_emd": gettext_lazy("Palettes apart, ΔE"),
    "regions_mean": gettext_lazy("Places apart, ΔE"),
    "regions_p95": gettext_lazy("Worst places, ΔE"),
    "exposure_stops": gettext_lazy("Exposure fitted, stops"),
    "white_balance_red": gettext_lazy("White balance fitted, red"),
    "white_balance_blue": gettext_lazy("White balance fitted, blue"),
    "edges_unlike": gettext_lazy("Edges unlike"),
    "worst_patch": gettext_lazy("Worst place"),
    "edge_share": gettext_lazy("Share of edges"),
    "contrast": gettext_lazy("Contrast of edges"),
}


def axis(name: str) -> str:
    """An axis by its name."""
    return str(AXES.get(name, name))


def standing(name: str) -> str:
    """Why an axis has no figure."""
    return str(STANDINGS.get(name, name))


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


def percent(share: float) -> str:
    """A share as whole percents, never rounded up to all of it."""
    rounded = round(100 * share)
    return _("%(number)d %%") % {"number": 99 if rounded == 100 and share < 1 else rounded}


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _strings(given: Any) -> list[str]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return []
    return [item for item in given if isinstance(item, str)]
