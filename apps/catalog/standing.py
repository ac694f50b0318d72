"""How far products are: photographed, made, waiting, approved, live. Constant queries for lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import (
    MediaRole,
    Photograph,
    Product,
    ProductMedia,
    ShotRequirement,
    Variant,
)
from .publishing.visible import publications
from .shots import ShotList, shot_lists

WAITING = "waiting"
"""The review status of a result nobody has decided on; reviews live on the floor above."""


@dataclass
class ColourwayFacts:
    """What exists for one colourway of a product."""

    views: set[str] = field(default_factory=set)
    photographs: int = 0
    results: int = 0
    waiting: int = 0
    approved: int = 0


@dataclass(eq=False)
class Standing:
    """How far one product is. A stage is reached when every colourway has reached it."""

    product: Product
    shot_list: ShotList
    colourways: dict[str, ColourwayFacts] = field(default_factory=dict)
    live: bool = False

    @property
    def missing(self) -> int:
        """Required views nobody has photographed, summed over colourways."""
        return sum(len(self.shot_list.missing(facts.views)) for facts in self.colourways.values())

    @property
    def photographs(self) -> int:
        """Photographs of all colourways."""
        return sum(facts.photographs for facts in self.colourways.values())

    @property
    def waiting(self) -> int:
        """Results that wait for a reviewer."""
        return sum(facts.waiting for facts in self.colourways.values())

    @property
    def approved_media(self) -> int:
        """Packshots whose approval stands."""
        return sum(facts.approved for facts in self.colourways.values())

    @property
    def shot(self) -> bool:
        """Whether every required view is there."""
        return bool(self.colourways) and not self.missing

    @property
    def made(self) -> bool:
        """Whether every colourway has a result."""
        return self._everywhere(lambda facts: bool(facts.results or facts.approved))

    @property
    def approved(self) -> bool:
        """Whether every colourway has a packshot whose approval stands."""
        return self._everywhere(lambda facts: bool(facts.approved))

    def _everywhere(self, holds: Callable[[ColourwayFacts], bool]) -> bool:
        return bool(self.colourways) and all(holds(facts) for facts in self.colourways.values())


def standings(products: Iterable[Product]) -> dict[UUID, Standing]:
    """Return how far each product is, in six queries however many there are."""
    lists = shot_lists()
    found = {
        product.pk: Standing(product, lists.get(product.category, ShotList()))
        for product in products
    }
    ids = list(found)

    def facts(product_id: UUID, colour: str) -> ColourwayFacts:
        return found[product_id].colourways.setdefault(colour, ColourwayFacts())

    variants = Variant.objects.filter(product__in=ids)
    for product_id, colour in variants.values_list("product_id", "colour_name"):
        facts(product_id, colour)
    photographs = Photograph.objects.kept().filter(variant__product__in=ids)
    for product_id, colour, view in photographs.values_list(
        "variant__product_id", "variant__colour_name", "view"
    ):
        of = facts(product_id, colour)
        of.photographs += 1
        of.views.add(view)
    for product_id, colour, status in variants.filter(
        reviews__isnull=False, reviews__role=MediaRole.PACKSHOT
    ).values_list("product_id", "colour_name", "reviews__status"):
        of = facts(product_id, colour)
        of.results += 1
        of.waiting += status == WAITING
    media = ProductMedia.objects.showable().filter(
        variant__product__in=ids, role=MediaRole.PACKSHOT
    )
    for product_id, colour in media.values_list("variant__product_id", "variant__colour_name"):
        facts(product_id, colour).approved += 1
    for product_id in publications().filter(product__in=ids).values_list("product_id", flat=True):
        found[product_id].live = True
    return found


STATES = {
    "missing": _("Views missing"),
    "to_make": _("To make"),
    "waiting": _("Waits for review"),
    "approved": _("Approved, not live"),
    "live": _("Live"),
}
"""What lists can be filtered by."""


def in_state(products: QuerySet[Product], state: str) -> QuerySet[Product]:
    """Narrow products to one of ``STATES``; an unknown state finds nothing."""
    live = Exists(publications().filter(product=OuterRef("pk")))
    approved = Exists(
        ProductMedia.objects.showable().filter(
            variant__product=OuterRef("pk"), role=MediaRole.PACKSHOT
        )
    )
    variants = Variant.objects.filter(product=OuterRef("pk"))
    conditions = {
        "missing": Q(Exists(_colourways_lacking_a_view())),
        "to_make": Q(Exists(Photograph.objects.kept().filter(variant__product=OuterRef("pk"))))
        & ~Q(Exists(variants.filter(reviews__isnull=False)))
        & ~Q(approved),
        "waiting": Q(Exists(variants.filter(reviews__status=WAITING))),
        "approved": Q(approved) & ~Q(live),
        "live": Q(live),
    }
    condition = conditions.get(state)
    return products.none() if condition is None else products.filter(condition)


def _colourways_lacking_a_view() -> QuerySet[Variant]:
    """Variants of the outer product for which some required view has no photograph of the same
    colourway."""
    taken = Photograph.objects.kept().filter(
        variant__product=OuterRef(OuterRef("product")),
        variant__colour_name=OuterRef(OuterRef("colour_name")),
        view=OuterRef("view"),
    )
    lacking = ShotRequirement.objects.filter(
        ~Exists(taken), category=OuterRef("product__category"), required=True
    )
    return Variant.objects.filter(Exists(lacking), product=OuterRef("pk"))
