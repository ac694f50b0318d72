"""Colours of product and background, learnt only where the hypotheses agree."""

import numpy as np

from .mixture import fit_mixture, strays
from .result import BoolArray, FloatArray

SAMPLES = 4000
PRODUCT_COMPONENTS, BACKGROUND_COMPONENTS = 8, 10


def colour_log_odds(
    columns: FloatArray, product: BoolArray, background: BoolArray, *, released: float = 0.0
) -> FloatArray:
    """Return the log-odds of being product, float32 of the masks' shape.

    `columns` are features (d, H*W); the mixtures are fitted to the pixels of the two masks. Zero
    everywhere when either holds too little to learn from. Up to `released` of the product may be
    left out of its model, component by component, where it looks like background.
    """
    order = np.random.default_rng(0).permutation(product.size)
    inside = order[product.ravel()[order]][:SAMPLES]
    outside = order[background.ravel()[order]][:SAMPLES]
    if min(len(inside), len(outside)) < 50:
        return np.zeros(product.shape, np.float32)
    of_product = fit_mixture(columns[:, inside], PRODUCT_COMPONENTS)
    of_background = fit_mixture(columns[:, outside], BACKGROUND_COMPONENTS)
    if released:
        columns_inside = columns[:, inside]
        of_product = of_product.without(strays(of_product, of_background, columns_inside, released))
    difference = of_product.log_density(columns) - of_background.log_density(columns)
    return np.asarray(difference.reshape(product.shape), np.float32)


def agreed(votes: FloatArray, share: float) -> tuple[BoolArray, BoolArray]:
    """Return where at least `share` of the hypotheses say product, and where background."""
    return np.asarray(votes >= share), np.asarray(votes <= 1 - share)


def colour_contrast(columns: FloatArray, mask: BoolArray) -> float:
    """Return how differently the colour models judge inside and outside of `mask`, 0..2."""
    if mask.all() or not mask.any():
        return 0.0
    opinion = np.tanh(colour_log_odds(columns, mask, ~mask) / 4)
    return float(opinion[mask].mean() - opinion[~mask].mean())


def typical_ground(columns: FloatArray, background: BoolArray, quantile: float) -> BoolArray:
    """Return where the colours are as common in `background` as at least `quantile` of itself.

    A print may be unlike the rest of its garment and yet unlike the ground, too; only what passes
    here can be the ground seen through a gap.
    """
    order = np.random.default_rng(1).permutation(background.size)
    outside = order[background.ravel()[order]][:SAMPLES]
    if len(outside) < 50:
        return np.zeros(background.shape, np.bool_)
    density = fit_mixture(columns[:, outside], BACKGROUND_COMPONENTS).log_density(columns)
    threshold = np.quantile(density[outside], quantile)
    return np.asarray((density >= threshold).reshape(background.shape))
