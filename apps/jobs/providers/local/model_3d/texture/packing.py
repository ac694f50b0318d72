"""Rectangles placed in a square, lowest place first (skyline, bottom left)."""

from collections.abc import Sequence


def place(sizes: Sequence[tuple[int, int]], side: int) -> list[tuple[int, int]] | None:
    """Return the (left, top) of every rectangle (width, height), or None when they do not fit."""
    if sum(width * height for width, height in sizes) > side * side:
        return None
    order = sorted(range(len(sizes)), key=lambda one: (-sizes[one][1], -sizes[one][0], one))
    skyline = [(0, 0, side)]
    places = [(0, 0)] * len(sizes)
    for one in order:
        width, height = sizes[one]
        found = _lowest(skyline, width, height, side)
        if found is None:
            return None
        left, top = found
        places[one] = found
        skyline = _raise(skyline, left, top + height, width)
    return places


def _lowest(
    skyline: list[tuple[int, int, int]], width: int, height: int, side: int
) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for first, (left, _, _) in enumerate(skyline):
        if left + width > side:
            break
        top, reached = 0, left
        for start, level, length in skyline[first:]:
            top = max(top, level)
            reached = start + length
            if reached >= left + width:
                break
        if top + height <= side and (best is None or top < best[1]):
            best = (left, top)
    return best


def _raise(
    skyline: list[tuple[int, int, int]], left: int, level: int, width: int
) -> list[tuple[int, int, int]]:
    right = left + width
    raised: list[tuple[int, int, int]] = []
    for start, old, length in skyline:
        end = start + length
        if end <= left or start >= right:
            raised.append((start, old, length))
            continue
        if start < left:
            raised.append((start, old, left - start))
        if end > right:
            raised.append((right, old, end - right))
    raised.append((left, level, width))
    raised.sort()
    joined: list[tuple[int, int, int]] = []
    for start, old, length in raised:
        if joined and joined[-1][1] == old:
            before = joined.pop()
            joined.append((before[0], old, before[2] + length))
        else:
            joined.append((start, old, length))
    return joined
