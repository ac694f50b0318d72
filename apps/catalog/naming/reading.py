"""Which variant a file name speaks of."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.catalog.models import Naming, Variant, View
from apps.catalog.models.naming import READS

from .templates import readings


@dataclass(frozen=True)
class Read:
    """What a name says. Without a ``variant``, ``why`` says in words what is wrong with it."""

    variant: Variant | None
    view: str = View.FRONT
    why: str = ""


def templates_of(team: UUID) -> Sequence[str]:
    """The team's templates for names that come in, in the order in which they are tried."""
    naming = Naming.objects.filter(team=team).first()
    return naming.reads if naming is not None else READS


def read_name(team: UUID, filename: str, templates: Sequence[str] | None = None) -> Read:
    """Read one name: the first template that fits a colourway of the team's products wins.

    Variants of one colourway in several sizes are photographed once: the first of them is meant.
    """
    return read_names(team, [filename], templates)[0]


def read_names(
    team: UUID, filenames: Sequence[str], templates: Sequence[str] | None = None
) -> list[Read]:
    """Read many names in as many queries as one."""
    wanted = list(templates if templates is not None else templates_of(team))
    stems = [_stem(name) for name in filenames]
    every = [[(t, list(readings(t, stem))) for t in wanted] for stem in stems]
    flat = [reading for fits in every for _template, found in fits for reading in found]
    known = _known(team, flat)
    return [_decide(fits, known) for fits in every]


def _decide(
    fits: Sequence[tuple[str, Sequence[Mapping[str, str]]]], known: Sequence[Variant]
) -> Read:
    fitted = False
    for _template, found in fits:
        fitted = fitted or bool(found)
        meant: dict[tuple[UUID, str, str], Variant] = {}
        for reading in found:
            for variant in known:
                if _speaks_of(reading, variant):
                    key = (variant.product_id, variant.colour_name, view_of(reading))
                    meant.setdefault(key, variant)
        if len(meant) == 1:
            ((_product, _colour, view), variant) = next(iter(meant.items()))
            return Read(variant, view)
        if meant:
            names = ", ".join(sorted({variant.sku for variant in meant.values()})[:4])
            return Read(None, why=_("It could be any of %(names)s.") % {"names": names})
    if fitted:
        return Read(None, why=_("No product of the house is called so."))
    return Read(None, why=_("No template fits its name."))


def _speaks_of(reading: Mapping[str, str], variant: Variant) -> bool:
    said = {name: _same(value) for name, value in reading.items()}
    return (
        said.get("sku") in (None, _same(variant.sku))
        and said.get("style") in (None, _same(variant.product.style_code))
        and said.get("size") in (None, _same(variant.size))
        and ("color" not in reading or _colour(reading["color"]) == _colour(variant.colour_name))
    )


def view_of(reading: Mapping[str, str]) -> str:
    """The view a name says, the front where it says none."""
    said = "".join(c for c in reading.get("view", "") if c not in "_- ").lower()
    return next((view for view in View.values if view.replace("_", "") == said), View.FRONT)


def _known(team: UUID, found: Iterable[Mapping[str, str]]) -> list[Variant]:
    """The variants that any reading may speak of, in one query."""
    skus, styles = set(), set()
    for reading in found:
        if "sku" in reading:
            skus.add(reading["sku"].strip().lower())
        elif "style" in reading:
            styles.add(reading["style"].strip().lower())
    if not skus and not styles:
        return []
    variants = Variant.objects.filter(team=team).annotate(
        low_sku=Lower("sku"), low_style=Lower("product__style_code")
    )
    meant = variants.filter(Q(low_sku__in=skus) | Q(low_style__in=styles))
    return list(meant.select_related("product").order_by("product", "position", "sku"))


def _stem(filename: str) -> str:
    return unicodedata.normalize("NFC", PurePath(filename.replace("\\", "/")).stem)


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _colour(text: str) -> str:
    return slugify(text.replace("_", " "), allow_unicode=True)
