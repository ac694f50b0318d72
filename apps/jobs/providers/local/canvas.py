"""Where a product stands on its canvas."""

from dataclasses import dataclass

# Width to height of a packshot; four to five is what most storefront grids crop to.
RATIO = 4 / 5
# Share of the canvas the product may fill.
FILL_HEIGHT, FILL_WIDTH = 0.80, 0.84
# Shopify's largest picture side; larger ones are refused by storefronts.
LARGEST_SIDE = 5000


@dataclass(frozen=True)
class Placement:
    """Canvas size and the product's place on it, all in pixels."""

    canvas_width: int
    canvas_height: int
    left: int
    top: int
    width: int
    height: int


def place(width: int, height: int, touches: frozenset[str], *, largest: int) -> Placement:
    """Return the smallest canvas on which a product of ``width`` × ``height`` keeps its pixels.

    Args:
        width: of the cut-out, in pixels, at least 1.
        height: likewise.
        touches: sides at which the photograph cuts the product off (top, bottom, left, right). A
            side that is cut off is put flush to the canvas, as a photographer would crop it.
        largest: limit of the canvas's longer side; beyond it the product is made smaller.
    """
    fill_height = 1.0 if {"top", "bottom"} <= touches else FILL_HEIGHT
    fill_width = 1.0 if {"left", "right"} <= touches else FILL_WIDTH
    canvas_height = max(height / fill_height, width / fill_width / RATIO)
    scale = min(1.0, min(largest, LARGEST_SIDE) / canvas_height)
    rows = max(1, round(canvas_height * scale))
    columns = max(1, round(rows * RATIO))
    placed_width = min(columns, max(1, round(width * scale)))
    placed_height = min(rows, max(1, round(height * scale)))
    return Placement(
        canvas_width=columns,
        canvas_height=rows,
        left=_offset(columns, placed_width, "left" in touches, "right" in touches),
        top=_offset(rows, placed_height, "top" in touches, "bottom" in touches),
        width=placed_width,
        height=placed_height,
    )


def _offset(room: int, size: int, flush_start: bool, flush_end: bool) -> int:
    if flush_start == flush_end:
        return (room - size) // 2
    return 0 if flush_start else room - size
