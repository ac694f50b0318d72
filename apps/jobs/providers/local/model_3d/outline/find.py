"""From a cut-out to an outline that can be built."""

import numpy as np

from . import construction, framing
from .cleaning import pieces
from .openings import bottoms_openings, hat_openings, skirt_openings, top_openings
from .refusals import check_pieces, check_shape
from .result import Construction, Opening, Outline, UInt8Array
from .sizes import garment_size, longer_side
from .standing import stand
from .trunk import Trunk, measure

# A garment is at most this much taller than usual, however narrow it lies.
TALLEST = 1.2


def find_outline(
    pixels: UInt8Array, alpha: UInt8Array, *, category: str, size: str = "", boxed: bool = False
) -> Outline:
    """Make an upright outline of a product.

    Args:
        pixels: uint8 (H, W, 3) sRGB.
        alpha: uint8 (H, W), 255 = product.
        category: one of catalog's category words; others count as ``other``.
        size: the size on the label, "" when unknown.
        boxed: these are the product's own box, cut out of a photograph that shows ground around
            it: a scarf laid out flat fills such a box.

    Returns:
        The outline; ``to_photograph`` leads to the pixels given here.

    Raises:
        Problem: ``photo.no_product``, ``photo.fills_frame``, ``photo.too_thin`` or
            ``photo.several_products``.
    """
    check_shape(alpha, boxed=boxed)
    pixels, alpha, scale = framing.reduce(pixels, alpha)
    count = check_pieces(alpha >= 128, category)
    standing = stand(pixels, alpha, category)
    built, warnings = construction.construction_of(category, standing.symmetry, count)
    if standing.part_removed:
        warnings.append("part_removed")
    if len(pieces(standing.mask)[1]) > 2:
        warnings.append("several_pieces")
    trunk = measure(standing.mask)
    return Outline(
        pixels=standing.pixels,
        alpha=standing.alpha,
        construction=built,
        openings=_openings(trunk, category, built),
        metres_per_pixel=_metres_per_pixel(trunk, category, size, built),
        rotation=standing.rotation,
        to_photograph=framing.inverse(framing.compose(standing.matrix, framing.shrinking(scale))),
        missing_views=construction.missing_views(category, built),
        warnings=tuple(warnings),
    )


def _openings(trunk: Trunk, category: str, built: Construction) -> tuple[Opening, ...]:
    if built is Construction.HAT:
        return tuple(hat_openings(trunk))
    if built is not Construction.GARMENT:
        return ()
    if category in construction.SKIRTS:
        return tuple(skirt_openings(trunk))
    if category in construction.BOTTOMS:
        return tuple(bottoms_openings(trunk))
    return tuple(top_openings(trunk, category))


def _metres_per_pixel(trunk: Trunk, category: str, size: str, built: Construction) -> float:
    if built is Construction.GARMENT:
        usual = garment_size(category, size)
        between = float(np.sqrt(usual.width / trunk.width * usual.height / trunk.height))
        return min(between, TALLEST * usual.height / trunk.height)
    extent = max(trunk.right - trunk.left, trunk.height)
    if category in construction.GARMENTS:
        return garment_size(category, size).height / extent
    return longer_side(category, size) / extent
