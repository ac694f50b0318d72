"""Mend the chosen hypothesis region by region where another one differs and the outline agrees.

Colour models lose whole pieces of a product (a sleeve at the frame, a pale sole) more often than
they add background, so a piece needs little support to be added and clear support to be removed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from .choice import Judge
from .result import BoolArray
from .shape import holes_filled, main_parts

ROUNDS = 2
# Gain in outline score (a sum of four shares) that a change must bring.
GAIN_TO_ADD, GAIN_TO_REMOVE = -0.06, 0.1
SMALLEST_REGION = 0.004
FEWEST_VOTES = 0.25
MOST_REGIONS = 12


@dataclass(frozen=True, slots=True)
class _Region:
    pixels: BoolArray
    adds: bool
    weight: float


def mend(judge: Judge, masks: list[BoolArray], chosen: int) -> BoolArray:
    """Return `masks[chosen]` with the regions changed that other masks see better."""
    current = masks[chosen]
    votes = np.mean(masks, axis=0)
    for _ in range(ROUNDS):
        mended = _one_round(judge, current, masks, votes)
        if mended is current:
            break
        current = mended
    return holes_filled(main_parts(current))


def _one_round(
    judge: Judge, current: BoolArray, masks: list[BoolArray], votes: np.ndarray
) -> BoolArray:
    regions = sorted(_disputed(current, masks, votes), key=lambda region: -region.weight)
    tried = np.zeros_like(current)
    score = judge.outline_score(current)
    for region in regions[:MOST_REGIONS]:
        if (tried & region.pixels).sum() > 0.3 * region.pixels.sum():
            continue
        tried |= region.pixels
        changed = current ^ region.pixels
        rival = judge.outline_score(changed)
        if rival - score > (GAIN_TO_ADD if region.adds else GAIN_TO_REMOVE):
            current, score = changed, rival
    return current


def _disputed(
    current: BoolArray, masks: list[BoolArray], votes: np.ndarray
) -> Iterator[_Region]:
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
