"""Colours: the same palette, and each colour in its place."""

from dataclasses import dataclass

import cv2
import numpy as np

from apps.jobs.providers.local import tone
from apps.jobs.providers.local.tone import Tone

from . import ciede2000, palette
from .finding import Finding
from .pair import Pair, masked_blur
from .report import Standing
from .subject import F32, Mask, Picture

# Regions are this wide, as a share of the product's longer side.
REGION = 0.02
FEWEST_PIXELS = 200
# What a household lamp may do to a photograph's colour; what rounding and compression may.
FREE = tone.Limits(white_balance=1.12, exposure=2.0)
KNOWN = tone.Limits(white_balance=1.02, exposure=1.03)


@dataclass(frozen=True)
class Matched:
    """The result in the reference's light.

    Attributes:
        tone: what was fitted and applied to the result.
        reference: CIELAB, float32 (H, W, 3).
        result: CIELAB after the tone.
        known_light: the result's recorded tone had been undone, so little was left to fit.
    """

    tone: Tone
    reference: F32
    result: F32
    known_light: bool


def match_light(pair: Pair, *, known_light: bool) -> Matched:
    """Fit one exposure and white balance from aligned, unclipped pixels, and apply it."""
    sigma = REGION / 2 * pair.side
    fitted = tone.fit(
        _smoothed(pair.result, pair.common, sigma),
        _smoothed(pair.reference, pair.common, sigma),
        pair.common & _unclipped(pair.reference) & _unclipped(pair.result),
        limits=KNOWN if known_light else FREE,
    )
    return Matched(
        fitted,
        ciede2000.lab(pair.reference.pixels),
        ciede2000.lab(tone.apply(pair.result.pixels, fitted)),
        known_light,
    )


def measure_colors(pair: Pair, matched: Matched) -> Finding:
    """Distance in ΔE00: mean of the palettes' distance, the regions' mean and half their worst.

    The worst is the 95th percentile, so that a swapped trim shows though the palette is the same.
    """
    light = Standing.MEASURED if matched.known_light else Standing.UNVERIFIED
    aspects = {"lightness": light}
    if int(pair.common.sum()) < FEWEST_PIXELS:
        return Finding(None, aspects=aspects, notes=("too_little_in_common",))
    moved = palette.earth_movers_distance(
        *palette.palettes(
            _colours(pair.reference, matched.reference), _colours(pair.result, matched.result)
        )
    )
    sigma = REGION * pair.side
    heat = ciede2000.difference(
        masked_blur(matched.reference, pair.common, sigma),
        masked_blur(matched.result, pair.common, sigma),
    ).astype(np.float32)
    inside = heat[pair.common]
    mean, worst = float(inside.mean()), float(np.quantile(inside, 0.95))
    heat[~pair.common] = 0
    return Finding(
        distance=(moved + mean + worst / 2) / 2.5,
        parts={
            "palette_emd": moved,
            "regions_mean": mean,
            "regions_p95": worst,
            "exposure_stops": float(np.log2(matched.tone.exposure)),
            "white_balance_red": matched.tone.white_balance[0],
            "white_balance_blue": matched.tone.white_balance[2],
        },
        aspects=aspects,
        heat=heat,
    )


def _colours(picture: Picture, lab: F32) -> F32:
    """The colours of everything but the product's edge."""
    solid = cv2.erode((picture.alpha >= 250).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if int(solid.sum()) < FEWEST_PIXELS:
        solid = picture.alpha >= 128
    return lab[solid]


def _unclipped(picture: Picture) -> Mask:
    low, high = picture.pixels.min(axis=2), picture.pixels.max(axis=2)
    return np.asarray((low > 3) & (high < 250), np.bool_)


def _smoothed(picture: Picture, mask: Mask, sigma: float) -> F32:
    """Linear light, blurred inside the mask so that a shift of a few pixels does not matter."""
    return masked_blur(tone.decode(picture.pixels), mask, sigma)
