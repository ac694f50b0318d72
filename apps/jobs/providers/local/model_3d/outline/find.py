"""From a cut-out to an outline that can be built."""

import numpy as np
import numpy.typing as npt

from . import construction, framing
from .cleaning import clean, main_pieces, pieces
from .contour import filled
from .hangers import without_hangers
from .openings import bottoms_openings, hat_openings, skirt_openings, top_openings
from .refusals import check_pieces, check_shape
from .result import Construction, Opening, Outline, UInt8Array
from .sizes import garment_size, longer_side
from .trunk import Trunk, measure
from .upright import Symmetry, find_turn

Mask = npt.NDArray[np.bool_]
F64 = npt.NDArray[np.float64]


def find_outline(
    pixels: UInt8Array, alpha: UInt8Array, *, category: str, size: str = ""
) -> Outline:
    """Make an upright outline of a product.

    Args:
        pixels: uint8 (H, W, 3) sRGB.
        alpha: uint8 (H, W), 255 = product.
        category: one of catalog's category words; others count as ``other``.
        size: the size on the label, "" when unknown.

    Returns:
        The outline; ``to_photograph`` leads to the pixels given here.

    Raises:
        Problem: ``photo.no_product``, ``photo.fills_frame``, ``photo.too_thin`` or
            ``photo.several_products``.
    """
    check_shape(alpha)
    pixels, alpha, scale = framing.reduce(pixels, alpha)
    mask = alpha >= 128
    count = check_pieces(mask, category)
    garment = category in construction.GARMENTS
    single = garment or category == "hat"
    rough = clean(mask, several=not single)
    found = find_turn(rough) if single else Symmetry(0.0, 1.0, 1.0)
    matrix, canvas = framing.turned_canvas(rough, found.angle)
    mask = framing.warp(alpha, matrix, canvas, ground=True) >= 128
    removed = False
    if garment:
        first = framing.warp(pixels, matrix, canvas, ground=False)
        straps = category in construction.TOPS
        mask, removed = without_hangers(main_pieces(mask, several=False), first, straps=straps)
    mask = clean(mask, several=not single)
    if category in construction.SKIRTS:
        mask = filled(mask) > 0
    again, canvas = framing.turned_canvas(mask, 0.0)
    matrix = framing.compose(again, matrix)
    mask = framing.warp(mask.astype(np.uint8), again, canvas, ground=True) > 0
    pixels = framing.warp(pixels, matrix, canvas, ground=False)
    alpha = framing.warp(alpha, matrix, canvas, ground=True)
    built, warnings = construction.construction_of(category, found.score, count)
    if removed:
        warnings.append("part_removed")
    if len(pieces(mask)[1]) > 2:
        warnings.append("several_pieces")
    trunk = measure(mask)
    edge = framing.soft_edge(mask, alpha)
    own = np.where(mask, np.minimum(edge, alpha), 0).astype(np.uint8)
    return Outline(
        pixels=framing.bleed(pixels, own),
        alpha=edge,
        construction=built,
        openings=_openings(trunk, category, built),
        metres_per_pixel=_metres_per_pixel(trunk, category, size, built),
        rotation=found.angle,
        to_photograph=framing.inverse(framing.compose(matrix, framing.shrinking(scale))),
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
        return float(np.sqrt(usual.width / trunk.width * usual.height / trunk.height))
    extent = max(trunk.right - trunk.left, trunk.height)
    if category in construction.GARMENTS:
        return garment_size(category, size).height / extent
    return longer_side(category, size) / extent
