"""The library's filter rail: what can be chosen, how much there is of it, what is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assets.browsing.counts import Chosen, Counts
from apps.assets.models import AssetKind, AssetStatus, Collection
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
    count: int | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One question of the rail."""

    title: str
    name: str
    options: Sequence[Option]
    kind: str = "checkbox"


def facets(
    counts: Counts,
    chosen: Chosen,
    collections: Iterable[Collection],
    tags: Sequence[tuple[str, int]],
    tagged: Sequence[str],
) -> list[Facet]:
    """Return the rail; each count is what choosing that line alone in its question would show.

    Args:
        tags: the tags used most among what is shown, with their counts.
        tagged: those that are ticked; all of them are wanted.
    """
    known = list(collections)
    by_slug = {collection.slug: collection for collection in known}
    collected = counts.by("collection", chosen)
    roles = _texts(counts.by("role", chosen))
    used = dict(tags) | {name: 0 for name in tagged if name not in dict(tags)}
    found = [
        _facet(
            _("Collection"),
            "collection",
            {slug: collection.name for slug, collection in by_slug.items()},
            {slug: collected.get(collection.pk, 0) for slug, collection in by_slug.items()},
            {one.slug for one in known if one.pk in chosen.collection},
        ),
        _facet(_("Role"), "role", _role_names(roles), roles, chosen.role),
        _named(_("Kind"), "kind", AssetKind.choices, counts, chosen),
        _named(_("Status"), "status", AssetStatus.choices, counts, chosen),
        _facet(_("Tags"), "tags", {name: name for name in used}, used, tagged),
    ]
    # A question with one answer is none, unless it is being asked.
    return [
        facet
        for facet in found
        if len(facet.options) > 1 or any(option.selected for option in facet.options)
    ]


def rights_facet(choices: Iterable[tuple[str, object]], asked: str) -> Facet:
    """The question for rights, one answer at a time and without counts."""
    options = [Option("", _("Any"), None, not asked)]
    options += [Option(value, str(label), None, value == asked) for value, label in choices]
    return Facet(_("Rights"), "rights", options, "radio")


def _named(
    title: str,
    name: str,
    choices: Iterable[tuple[str, object]],
    counts: Counts,
    chosen: Chosen,
) -> Facet:
    labels = {value: str(label) for value, label in choices}
    return _facet(title, name, labels, _texts(counts.by(name, chosen)), getattr(chosen, name))


def _facet(
    title: str,
    name: str,
    labels: Mapping[str, str],
    tally: Mapping[str, int],
    chosen: Iterable[object],
) -> Facet:
    ticked = set(chosen)
    options = [
        Option(value, label, tally.get(value, 0), value in ticked)
        for value, label in labels.items()
        if tally.get(value) or value in ticked
    ]
    return Facet(title, name, options)


def _texts(tally: Mapping[UUID | str | None, int]) -> dict[str, int]:
    return {str(value): number for value, number in tally.items()}


def _role_names(tally: Mapping[str, int]) -> dict[str, str]:
    known = {role: str(label) for role, label in ROLES.items() if role in tally}
    others = {role: role.replace("_", " ").capitalize() for role in sorted(tally)}
    return known | {role: label for role, label in others.items() if role not in known}
