"""The aligned pair, its outlines, and where the shapes differ."""

from typing import TYPE_CHECKING

import cv2
import numpy as np

from apps.jobs.fidelity.ciede2000 import lab as to_lab
from apps.jobs.fidelity.subject import Picture, UInt8Array
from apps.jobs.providers.local import tone

from .sheet import (
    GROUND,
    LARGEST,
    LINE,
    PAD,
    PHOTOGRAPH,
    RESULT,
    Colour,
    beside,
    blank,
    fitted,
    grounded,
    written,
)

if TYPE_CHECKING:
    from apps.jobs.fidelity.judgement import Findings

TALLEST = 620


def draw_aligned(findings: "Findings") -> UInt8Array:
    """Photograph and result side by side, and both woven together in a chequer."""
    pair = findings.pair
    result = tone.apply(pair.result.pixels, findings.matched.tone)
    left = grounded(pair.reference)
    right = grounded(pair.result, result)
    cell = max(8, pair.side // 8)
    rows, columns = np.indices(left.shape[:2])
    chequer = ((rows // cell + columns // cell) % 2 == 0)[..., None]
    return beside(
        [left, right, np.where(chequer, left, right)],
        ["photograph", "result, in its light", "woven together"],
    )


def draw_outline(findings: "Findings") -> UInt8Array:
    """Both outlines over the photograph."""
    pair = findings.pair
    faded = (grounded(pair.reference).astype(np.float32) * 0.45 + 0.55 * GROUND[0]).astype(np.uint8)
    large = fitted(faded, LARGEST - 2 * PAD, TALLEST)
    for picture, colour in ((pair.reference, PHOTOGRAPH), (pair.result, RESULT)):
        _trace(large, picture, colour)
    return _with_legend(large, [("photograph", PHOTOGRAPH), ("result", RESULT)])


def draw_shape(findings: "Findings") -> UInt8Array:
    """What only one of the two outlines covers."""
    pair = findings.pair
    grey = to_lab(pair.reference.pixels)[..., 0]
    shared = 120 + 0.7 * grey
    one = pair.reference.alpha.astype(np.float32) / 255
    other = pair.result.alpha.astype(np.float32) / 255
    both = np.minimum(one, other)
    shown = np.full((*grey.shape, 3), GROUND, np.float32)
    for share, colour in (
        (both[..., None], shared[..., None]),
        ((one - both)[..., None], np.array(PHOTOGRAPH, np.float32)),
        ((other - both)[..., None], np.array(RESULT, np.float32)),
    ):
        shown = shown * (1 - share) + colour * share
    large = fitted(np.rint(np.clip(shown, 0, 255)).astype(np.uint8), LARGEST - 2 * PAD, TALLEST)
    return _with_legend(large, [("only photograph", PHOTOGRAPH), ("only result", RESULT)])


def _trace(canvas: UInt8Array, picture: Picture, colour: Colour) -> None:
    alpha = cv2.resize(picture.alpha, canvas.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    lines, _ = cv2.findContours(
        (alpha >= 128).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    cv2.drawContours(canvas, lines, -1, colour, 2, cv2.LINE_AA)


def _with_legend(shown: UInt8Array, legend: list[tuple[str, Colour]]) -> UInt8Array:
    height, width = shown.shape[:2]
    sheet = blank(max(width, 300) + 2 * PAD, height + LINE + 2 * PAD)
    sheet[PAD + LINE : PAD + LINE + height, PAD : PAD + width] = shown
    words = []
    left = PAD
    for text, colour in legend:
        sheet[PAD + 4 : PAD + 8, left : left + 18] = colour
        words.append((left + 24, PAD - 2, text, colour))
        left += 24 + 8 * len(text) + PAD
    return written(sheet, words)
