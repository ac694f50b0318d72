"""How a silhouette is to be built, by what it is and whether its parts can be told."""

from .result import Construction

TOPS = frozenset({"dress", "shirt", "t-shirt", "longsleeve", "knitwear", "outwear"})
BOTTOMS = frozenset({"pants", "shorts"})
SKIRTS = frozenset({"skirt"})
GARMENTS = TOPS | BOTTOMS | SKIRTS
# Symmetry below which a garment is folded or seen askew.
FOLDED = 0.8
HAT_SYMMETRY = 0.93


def construction_of(category: str, symmetry: float, count: int) -> tuple[Construction, list[str]]:
    """Choose the construction; returns it with warnings.

    Args:
        category: one of catalog's category words.
        symmetry: overlap with its own mirror image, 0 to 1.
        count: pieces of the silhouette.
    """
    if category in GARMENTS and count == 1:
        if symmetry >= FOLDED:
            return Construction.GARMENT, []
        return Construction.RELIEF, ["folded", "relief"]
    if category == "hat" and count == 1 and symmetry >= HAT_SYMMETRY:
        return Construction.HAT, []
    return Construction.RELIEF, ["relief"]


def missing_views(category: str, construction: Construction) -> tuple[str, ...]:
    """Views whose photograph would help most, first the most wanted (``View`` values)."""
    if construction is Construction.GARMENT:
        return ("back", "side")
    if construction is Construction.HAT:
        return ("side", "back")
    if category in GARMENTS:
        return ("front", "back")
    if category in {"shoes", "hat"}:
        return ("side", "front")
    return ("side", "back")
