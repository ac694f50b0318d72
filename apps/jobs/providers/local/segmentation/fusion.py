"""Mend the chosen hypothesis region by region where another one differs and the outline agrees.

Colour models lose whole pieces of a product (a sleeve at the frame, a pale sole) more often than
they add background, so a piece needs little support to be added and clear support to be removed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from .choice import Judge
from .consensus import agreed, colour_log_odds
from .result import BoolArray, FloatArray
from .shape import holes_filled, main_parts

ROUNDS = 2
# Gain in outline score (a sum of four shares) that a change must bring. Sleeves make a mask less
# solid, so little is asked of what has clearly the product's colours.
GAIN_TO_ADD, GAIN_TO_ADD_CLEAR, GAIN_TO_REMOVE = -0.06, -0.2, 0.1
SMALLEST_REGION = 0.004
FEWEST_VOTES = 0.25
MOST_REGIONS = 12
# A region whose colour speaks this clearly (0..1) against the change is not changed; one whose
# colour speaks as clearly for it is clear.
OVERRULED = 0.8
AGREEMENT = 0.8


@dataclass(frozen=True, slots=True)
class _Region:
    pixels: BoolArray
    adds: bool
    weight: float


def mend(
    judge: Judge, masks: list[BoolArray], chosen: int, votes: FloatArray, columns: FloatArray
) -> BoolArray:
    """Return `masks[chosen]` with the regions changed that other masks see better.

    `votes` is the share of masks that say product, `columns` the features (d, H*W).
    """
    current = masks[chosen]
    product, background = agreed(votes, AGREEMENT)
    colour = np.tanh(colour_log_odds(columns, product, background) / 4)
    for _ in range(ROUNDS):
        mended = _one_round(judge, current, masks, votes, colour)
        if mended is current:
            break
        current = mended
    return holes_filled(main_parts(current))


def _one_round(
    judge: Judge,
    current: BoolArray,
    masks: list[BoolArray],
    votes: FloatArray,
    colour: FloatArray,
) -> BoolArray:
    regions = sorted(_disputed(current, masks, votes), key=lambda region: -region.weight)
    tried = np.zeros_like(current)
    score = judge.outline_score(current)
    for region in regions[:MOST_REGIONS]:
        if (tried & region.pixels).sum() > 0.3 * region.pixels.sum():
            continue
        tried |= region.pixels
        against = _against(colour, region)
        if against > OVERRULED:
            continue
        changed = current ^ region.pixels
        rival = judge.outline_score(changed)
        if rival - score > _least_gain(region, against):
            current, score = changed, rival
    return current


def _disputed(current: BoolArray, masks: list[BoolArray], votes: FloatArray) -> Iterator[_Region]:
    for mask in masks:
        difference = (mask ^ current).astype(np.uint8)
        opened = cv2.morphologyEx(difference, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        _, labels, statistics, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
        for index, area in enumerate(statistics[:, cv2.CC_STAT_AREA]):
            if index == 0 or area < SMALLEST_REGION * current.size:
                continue
            pixels = np.asarray(labels == index)
            adds = not current[pixels].any()
            share = float(votes[pixels].mean())
            share = share if adds else 1 - share
            if share >= FEWEST_VOTES:
                yield _Region(pixels, adds, share * float(area))


def _against(colour: FloatArray, region: _Region) -> float:
    product_like = float(colour[region.pixels].mean())
    return -product_like if region.adds else product_like


def _least_gain(region: _Region, against: float) -> float:
    if not region.adds:
        return GAIN_TO_REMOVE
    return GAIN_TO_ADD_CLEAR if against < -OVERRULED else GAIN_TO_ADD
