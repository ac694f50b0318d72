"""The library's filter rail: what can be chosen, how much there is of it, what is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assets.models import Asset, AssetKind, AssetStatus, Collection, Tag
from apps.assets.specifications import EVIDENCE

ROLES = {
    "photograph": gettext_lazy("Photographs"),
    "packshot": gettext_lazy("Packshots"),
    "cutout": gettext_lazy("Cut-outs"),
    "mask": gettext_lazy("Masks"),
    "model": gettext_lazy("3D models"),
    EVIDENCE: gettext_lazy("Evidence of scores"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a filter group."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One question of the rail."""

    title: str
    name: str
    options: Sequence[Option]


def facets(
    visible: QuerySet[Asset],
    collections: Iterable[Collection],
    tags: QuerySet[Tag],
    asked: QueryDict,
) -> list[Facet]:
    """Return the rail for everything a person may see; counts are of all of it, in two queries.

    Evidence of scores counts under its role alone.
    """
    tallies: dict[str, dict[str, int]] = {"collection": {}, "kind": {}, "role": {}, "status": {}}
    rows = (
        visible.order_by()
        .values_list("collection__slug", "kind", "role", "status")
        .annotate(count=Count("pk"))
    )
    for *values, count in rows:
        evident = values[2] == EVIDENCE
        for (name, tally), value in zip(tallies.items(), values, strict=True):
            if evident and name != "role":
                continue
            tally[value] = tally.get(value, 0) + count
    names = {collection.slug: collection.name for collection in collections}
    counted = tags.annotate(count=Count("assets")).filter(count__gt=0).order_by("-count", "name")
    used = {tag.name: tag.count for tag in counted[:12]}
    found = [
        _facet(_("Collection"), "collection", names, tallies["collection"], asked),
        _facet(_("Role"), "role", _role_names(tallies["role"]), tallies["role"], asked),
        _facet(_("Kind"), "kind", _words(AssetKind.choices), tallies["kind"], asked),
        _facet(_("Status"), "status", _words(AssetStatus.choices), tallies["status"], asked),
        _facet(_("Tags"), "tags", {name: name for name in used}, used, asked),
    ]
    # A question with one answer is none, unless it is being asked.
    return [facet for facet in found if len(facet.options) > 1 or asked.getlist(facet.name)]


def _facet(
    title: str, name: str, labels: Mapping[str, str], tally: Mapping[str, int], asked: QueryDict
) -> Facet:
    chosen = set(asked.getlist(name))
    options = [
        Option(value, label, tally.get(value, 0), value in chosen)
        for value, label in labels.items()
        if tally.get(value) or value in chosen
    ]
    return Facet(title, name, options)


def _role_names(tally: Mapping[str, int]) -> dict[str, str]:
    known = {role: str(label) for role, label in ROLES.items() if role in tally}
    others = {role: role.replace("_", " ").capitalize() for role in sorted(tally)}
    return known | {role: label for role, label in others.items() if role not in known}


def _words(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}
