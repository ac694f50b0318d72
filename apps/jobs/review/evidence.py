"""What the steps found, in words a reviewer reads: facts with units, and warnings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.models import View

from . import model_evidence
from .fact import Fact

Evidence = Mapping[str, Any]

WARNINGS: Mapping[str, str | Promise] = {
    "blurred": gettext_lazy("The photograph looks blurred."),
    "clipped_highlights": gettext_lazy("The brightest parts have lost their detail."),
    "touches_frame": gettext_lazy("The product touches the frame: look whether a part is cut off."),
    "low_contrast": gettext_lazy("Product and background are much alike: look along the edge."),
    "several_objects": gettext_lazy("More than one thing was in the picture: look what was kept."),
    "invented_texture": gettext_lazy(
        "Enlarged generatively: the fine weave is invented, not photographed."
    ),
    **model_evidence.WARNINGS,
}


def warnings(evidence: Evidence) -> list[str]:
    """Return the warnings in words; a code of another day stands for itself."""
    codes = evidence.get("warnings")
    if not isinstance(codes, list):
        return []
    known = dict.fromkeys(code for code in codes if isinstance(code, str))
    return [str(WARNINGS.get(code, code)) for code in known]


def facts(evidence: Evidence) -> list[Fact]:
    """Return what there is to know, in the order the steps ran."""
    found: list[Fact] = []
    for step, tell in _TOLD:
        result = evidence.get(step)
        if isinstance(result, Mapping):
            try:
                found += tell(result)
            except (KeyError, TypeError, ValueError, ZeroDivisionError):
                # Written by another version of the step: what cannot be read is not told.
                continue
    return found


@dataclass(frozen=True)
class Overlay:
    """Where the photograph lies for its product to cover the result's, as shares of the result's
    width and height; ``ratio`` is the result's width over its height."""

    left: float
    top: float
    width: float
    height: float
    ratio: float


def overlay(evidence: Evidence) -> Overlay | None:
    """Return how photograph and result are laid over each other, None where nobody wrote it."""
    try:
        photograph, result = evidence["validate"], evidence["format"]
        left, top, right, bottom = (float(edge) for edge in result["part"])
        at_left, at_top, at_width, at_height = (float(edge) for edge in result["place"])
        across, down = at_width / (right - left), at_height / (bottom - top)
        width, height = float(result["width"]), float(result["height"])
        return Overlay(
            (at_left - left * across) / width,
            (at_top - top * down) / height,
            float(photograph["width"]) * across / width,
            float(photograph["height"]) * down / height,
            width / height,
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None


def missing_views(evidence: Evidence) -> list[tuple[str, str]]:
    """Return the views whose photograph would make a better model, each with its name, the most
    wanted first."""
    reference = evidence.get("reference")
    views = reference.get("missing_views") if isinstance(reference, Mapping) else None
    labels = dict(View.choices)
    named = views if isinstance(views, list) else []
    return [(v, str(labels[v])) for v in named if isinstance(v, str) and v in labels]


def _photograph(result: Evidence) -> list[Fact]:
    size = _("%(width)d × %(height)d pixels") % {
        "width": result["width"],
        "height": result["height"],
    }
    return [Fact(_("Photograph"), size, str(result.get("profile") or ""))]


def _mask(result: Evidence) -> list[Fact]:
    method = str(result["method"])
    told = _("Classical segmentation") if method == "classical" else method
    return [
        Fact(_("Cut out by"), told),
        Fact(_("Coverage"), _percent(result["product_share"]), _("of the photograph is product")),
        Fact(_("Confidence"), _percent(result["confidence"]), _("as the segmentation sees itself")),
    ]


def _tone(result: Evidence) -> list[Fact]:
    tone = result["tone"]
    red, green, blue = (float(gain) for gain in tone["white_balance"])
    if (red, green, blue) == (1.0, 1.0, 1.0):
        balance = Fact(_("White balance"), _("left as it was"))
    else:
        # Green is the one the others are measured by.
        value = _("red × %(red)s, blue × %(blue)s") % {
            "red": number_format(red / green, 3),
            "blue": number_format(blue / green, 3),
        }
        balance = Fact(_("White balance"), value, _("measured on the grey of the background"))
    exposure = float(tone["exposure"])
    if exposure == 1.0:
        return [balance, Fact(_("Exposure"), _("left as it was"))]
    value = _("× %(gain)s in linear light") % {"gain": number_format(exposure, 2)}
    return [balance, Fact(_("Exposure"), value)]


def _enlarged(result: Evidence) -> list[Fact]:
    factor = float(result["factor"])
    if factor == 1.0:
        return [Fact(_("Enlarged"), _("not at all"))]
    method = _("generatively") if result.get("generative") else _("by Lanczos")
    return [Fact(_("Enlarged"), f"× {number_format(factor, 2)}", method)]


def _packshot(result: Evidence) -> list[Fact]:
    size = _("%(width)d × %(height)d pixels") % {
        "width": result["width"],
        "height": result["height"],
    }
    return [Fact(_("Packshot"), size)]


def _percent(share: Any) -> str:
    return f"{number_format(100 * float(share), 1)} %"


_TOLD: tuple[tuple[str, Callable[[Evidence], list[Fact]]], ...] = (
    ("validate", _photograph),
    ("background_removal", _mask),
    ("lighting", _tone),
    ("upscale", _enlarged),
    ("format", _packshot),
    ("reference", model_evidence.reference),
    ("mesh", model_evidence.mesh),
    ("texture", model_evidence.texture),
    ("optimise", model_evidence.optimise),
)
