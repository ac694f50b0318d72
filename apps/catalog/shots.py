"""Shot lists: from which sides a category must be photographed, and which are missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .models import Photograph, Product, ShotRequirement, Variant, View


@dataclass(frozen=True)
class ShotList:
    """The views of one category, in the order of ``View``."""

    required: tuple[View, ...] = ()
    optional: tuple[View, ...] = ()

    def missing(self, taken: Collection[str]) -> list[View]:
        """The required views that are not among ``taken``."""
        return [view for view in self.required if view.value not in taken]


def shot_lists() -> Mapping[str, ShotList]:
    """Return the shot list of every category that has one, in one query."""
    found: dict[str, dict[str, bool]] = {}
    for category, view, required in ShotRequirement.objects.values_list(
        "category", "view", "required"
    ):
        found.setdefault(category, {})[view] = required
    return {
        category: ShotList(
            tuple(view for view in View if views.get(view) is True),
            tuple(view for view in View if views.get(view) is False),
        )
        for category, views in found.items()
    }


def missing_views(subject: Product | Variant) -> list[View]:
    """Return the required views nobody has photographed yet, in the order of ``View``.

    Sizes of one colourway share their photographs; colourways never do. For a product a view is
    missing when any of its colourways lacks it.
    """
    product = subject if isinstance(subject, Product) else subject.product
    views = shot_lists().get(product.category, ShotList())
    taken: dict[str, set[str]] = {}
    if isinstance(subject, Product):
        for colour in subject.variants.values_list("colour_name", flat=True):
            taken.setdefault(colour, set())
    else:
        taken[subject.colour_name] = set()
    photographs = Photograph.objects.kept().filter(
        variant__product=product, variant__colour_name__in=taken.keys()
    )
    for colour, view in photographs.values_list("variant__colour_name", "view"):
        taken[colour].add(view)
    lacking = {view for seen in taken.values() for view in views.missing(seen)}
    return [view for view in View if view in lacking]
