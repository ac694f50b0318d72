"""What the steps of a 3D model found, as facts and warnings in words."""

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assets.model_facts import size_words

from .fact import Fact
from .fidelity_words import percent

Evidence = Mapping[str, Any]

WARNINGS: Mapping[str, str | Promise] = {
    "relief": gettext_lazy(
        "A relief: only the side that was photographed has its shape, the back is rounded off. "
        "It is never approved automatically."
    ),
    "folded": gettext_lazy("The product lies folded or askew: its whole shape cannot be told."),
    "part_removed": gettext_lazy(
        "Something was taken off before the model was made, a hanger or a tag perhaps: "
        "look whether it belonged to the product."
    ),
    "several_pieces": gettext_lazy("The product is in several pieces: each one became a body."),
    "back_outline_differs": gettext_lazy(
        "The photograph of the back has another outline: look where both sides meet."
    ),
    "little_clean_cloth": gettext_lazy(
        "There was little plain cloth to make the back from: look at it from behind."
    ),
}
_CONSTRUCTIONS: Mapping[str, str | Promise] = {
    "garment": gettext_lazy("Garment: body, sleeves and legs as tubes with openings"),
    "hat": gettext_lazy("Hat: crown and brim"),
    "relief": gettext_lazy("Relief: the photographed side on a rounded back"),
}
_BACKS: Mapping[str, str | Promise] = {
    "photograph": gettext_lazy("from its own photograph"),
    "synthesised": gettext_lazy("plain cloth, made up: nobody photographed it"),
}


def reference(result: Evidence) -> list[Fact]:
    """How the outline is built, and whether the photograph was turned."""
    construction = str(result["construction"])
    found = [Fact(_("Built as"), str(_CONSTRUCTIONS.get(construction, construction)))]
    turned = round(float(result.get("rotation", 0)), 1)
    if turned:
        how = _("%(degrees)s° clockwise") if turned < 0 else _("%(degrees)s° counter-clockwise")
        degrees = how % {"degrees": number_format(abs(turned), 1)}
        found.append(Fact(_("Turned upright"), degrees))
    return found


def mesh(result: Evidence) -> list[Fact]:
    """The model's size."""
    told = size_words(result["size_m"])
    return [Fact(_("Dimensions"), told, _("wide, tall, deep"))] if told else []


def texture(result: Evidence) -> list[Fact]:
    """How much of the surface a photograph shows, and what the back is made of."""
    back = str(result["back"])
    side = int(result["texture_px"])
    return [
        Fact(_("Photographed"), percent(float(result["seen_share"])), _("of the surface")),
        Fact(_("Back"), str(_BACKS.get(back, back))),
        Fact(_("Texture"), _("%(side)d × %(side)d pixels") % {"side": side}),
    ]


def optimise(result: Evidence) -> list[Fact]:
    """What the file weighs."""
    triangles = number_format(int(result["triangles"]), 0, use_l10n=True, force_grouping=True)
    packed = _("%(bytes)s with Draco") % {"bytes": filesizeformat(result["draco_bytes"])}
    return [
        Fact(_("Triangles"), triangles),
        Fact(_("File"), filesizeformat(result["bytes"]), packed),
    ]
