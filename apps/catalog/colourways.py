"""A product's colourways as people look at them: photographs, shot list, results by role."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.text import slugify

from apps.assets.models import Rendition, Version

from .models import MediaRole, Photograph, Product, ProductMedia, Variant, View
from .shots import ShotList, shot_lists

UNNAMED = "one"
"""The key of the colourway of a product that comes in one unnamed colour."""


@dataclass(frozen=True)
class Shot:
    """One line of the shot list, with what was shot for it."""

    view: View
    required: bool
    photographs: tuple[Photograph, ...]

    @property
    def missing(self) -> bool:
        """Whether it must be photographed and is not."""
        return self.required and not self.photographs


@dataclass(frozen=True)
class Result:
    """Something made for a colourway. ``status`` is approved, waiting, rejected, regenerated or
    replaced; ``review`` the id of its review, if it has one."""

    version: Version
    view: View
    status: str
    at: datetime
    review: UUID | None = None


@dataclass
class Results:
    """What was made in one role: what stands or waits, and what is over."""

    role: MediaRole
    current: list[Result] = field(default_factory=list)
    past: list[Result] = field(default_factory=list)


@dataclass
class Colourway:
    """One colour of a product. ``key`` names it in addresses; ``sample`` is the variant new
    photographs are attached to."""

    key: str
    name: str
    swatch: str
    variants: list[Variant]
    shots: list[Shot]
    results: list[Results]

    @property
    def sample(self) -> Variant:
        """The variant that was photographed, or the first."""
        return next((v for v in self.variants if v.photographs.all()), self.variants[0])

    @property
    def photographs(self) -> list[Photograph]:
        """All photographs, in the order of the shot list."""
        return [photograph for shot in self.shots for photograph in shot.photographs]

    @property
    def missing(self) -> list[View]:
        """Required views nobody has photographed."""
        return [shot.view for shot in self.shots if shot.missing]

    @property
    def waiting(self) -> list[Result]:
        """Results nobody has decided on."""
        return [r for group in self.results for r in group.current if r.status == "waiting"]


def colourways(product: Product) -> list[Colourway]:
    """Return a product's colourways in the order of their variants, in a constant number of
    queries."""
    shot_list = shot_lists().get(product.category, ShotList())
    by_colour: dict[str, list[Variant]] = {}
    for variant in _variants(product):
        by_colour.setdefault(variant.colour_name, []).append(variant)
    return [
        Colourway(
            key=slugify(name) or UNNAMED,
            name=name,
            swatch=next((variant.swatch for variant in variants if variant.swatch), ""),
            variants=variants,
            shots=_shots(variants, shot_list),
            results=_results(variants),
        )
        for name, variants in by_colour.items()
    ]


def _variants(product: Product) -> list[Variant]:
    renditions = Prefetch("renditions", Rendition.objects.select_related("blob"))
    versions = Version.objects.select_related("blob").prefetch_related(renditions)
    photographs = Photograph.objects.kept()
    # Reviews live on the floor above; the relation is known here by its name only.
    return list(
        product.variants.prefetch_related(
            Prefetch("photographs", photographs.select_related("asset")),
            Prefetch("photographs__asset__current_version", versions),
            Prefetch("media", ProductMedia.objects.order_by("-approved_at")),
            Prefetch("media__version", versions),
            "reviews",
            Prefetch("reviews__result", versions),
        )
    )


def _shots(variants: list[Variant], shot_list: ShotList) -> list[Shot]:
    taken: dict[str, list[Photograph]] = {}
    for variant in variants:
        for photograph in variant.photographs.all():
            taken.setdefault(photograph.view, []).append(photograph)
    return [
        Shot(view, view in shot_list.required, tuple(taken.get(view, ())))
        for view in View
        if view in shot_list.required or view in shot_list.optional or view in taken
    ]


def _results(variants: list[Variant]) -> list[Results]:
    groups = {role.value: Results(role) for role in MediaRole}
    for variant in variants:
        reviews = list(variant.reviews.all())
        by_version = {review.result_id: review for review in reviews}
        for media in variant.media.all():
            review = by_version.pop(media.version_id, None)
            stands = media.withdrawn_at is None
            if not stands and review is not None and review.status != "approved":
                # Undone, or decided otherwise since: the review tells it better.
                by_version[media.version_id] = review
                continue
            result = Result(
                media.version,
                View(media.view),
                "approved" if stands else "replaced",
                media.approved_at,
                review.pk if review else None,
            )
            group = groups[media.role]
            (group.current if stands else group.past).append(result)
        for review in by_version.values():
            at = review.decided_at or review.created_at
            result = Result(review.result, View(review.view), review.status, at, review.pk)
            group = groups[review.role]
            (group.current if review.status == "waiting" else group.past).append(result)
    for group in groups.values():
        group.current.sort(key=lambda r: (r.status != "waiting", list(View).index(r.view)))
        group.past.sort(key=lambda r: r.at, reverse=True)
    return [group for group in groups.values() if group.current or group.past]
