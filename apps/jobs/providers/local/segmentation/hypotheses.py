"""Several guesses at the product, each grown from its own seed with its own view of the pixels.

Each guess iterates as GrabCut does (Rother, Kolmogorov, Blake 2004): fit mixtures to both sides,
cut, repeat. Seeds and features differ, since no single one suits garments that reach the frame,
pale ones on pale ground and shaded floors at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .features import pixel_features, principal_colours
from .graphcut import BACKGROUND, minimum_cut
from .mixture import fit_mixture, strays
from .result import BoolArray, FloatArray, UInt8Array

ROUNDS = 5
SAMPLES = 4000
PRODUCT_COMPONENTS, BACKGROUND_COMPONENTS = 6, 8
FRAME = 0.02
SETTLED = 0.002


@dataclass(frozen=True, slots=True)
class Guess:
    """How one hypothesis starts: seed and feature weights.

    `ellipse` is the seed's semi-axis as a share of the sides, or `margin` the share left free all
    round a rectangle. `reclaim` is the largest share of the background that may be handed to the
    product when it looks like the product (0 = never), `release` the largest share of the product
    that may be handed to the background. `temper` scales the log-odds, since neighbouring pixels
    are no independent witnesses; `weight` is how much they count against smoothness.
    """

    ellipse: float = 0.42
    margin: float = 0.0
    lightness: float = 1.0
    texture: float = 1.0
    reclaim: float = 0.0
    release: float = 0.0
    temper: float = 0.3
    weight: float = 4.0


GUESSES = (
    Guess(),
    Guess(margin=0.05),
    Guess(margin=0.08, reclaim=0.2),
    Guess(reclaim=0.15),
    Guess(lightness=0.4),
    Guess(texture=2.0),
    Guess(release=0.2),
    Guess(margin=0.05, reclaim=0.15, release=0.15),
)

# For pale goods on pale ground, where the usual smoothness leaves nothing standing.
FAINT_GUESSES = (
    Guess(temper=1.0, weight=8.0),
    Guess(temper=1.0, weight=20.0),
    Guess(temper=1.0, weight=20.0, texture=2.0),
    Guess(temper=0.6, weight=6.0, texture=2.0),
)


def hypotheses(rgb: UInt8Array, guesses: tuple[Guess, ...] = GUESSES) -> Iterator[BoolArray]:
    """Yield one mask, bool (H, W), for every guess."""
    colours = principal_colours(rgb)
    for guess in guesses:
        columns = pixel_features(rgb, lightness=guess.lightness, texture=guess.texture)
        yield _grow(columns, colours, guess)


def frame_of(shape: tuple[int, int], share: float = FRAME) -> BoolArray:
    """Return the outermost pixels of a picture of `shape`."""
    height, width = shape
    thickness = max(1, round(share * min(shape)))
    frame = np.ones((height, width), np.bool_)
    frame[thickness:-thickness, thickness:-thickness] = False
    return frame


def _seed(shape: tuple[int, int], guess: Guess) -> BoolArray:
    height, width = shape
    y, x = np.mgrid[:height, :width]
    if guess.margin:
        away = np.minimum(
            np.minimum(x, width - 1 - x) / width, np.minimum(y, height - 1 - y) / height
        )
        return np.asarray(away > guess.margin)
    across = (x - width / 2) / (guess.ellipse * width)
    down = (y - height / 2) / (guess.ellipse * height)
    return np.asarray(across**2 + down**2 < 1)


def _grow(columns: FloatArray, colours: UInt8Array, guess: Guess) -> BoolArray:
    height, width = shape = colours.shape[0], colours.shape[1]
    mask = _seed(shape, guess)
    frame = frame_of(shape)
    order = np.random.default_rng(0).permutation(height * width)
    for turn in range(ROUNDS):
        inside = mask.ravel()[order]
        product, background = order[inside][:SAMPLES], order[~inside][:SAMPLES]
        if min(len(product), len(background)) < 50:
            break
        of_product = fit_mixture(columns[:, product], PRODUCT_COMPONENTS)
        of_background = fit_mixture(columns[:, background], BACKGROUND_COMPONENTS)
        reclaimed: list[int] = []
        released: list[int] = []
        if guess.reclaim and turn:
            reclaimed = strays(of_background, of_product, columns[:, background], guess.reclaim)
        if guess.release and turn:
            released = strays(of_product, of_background, columns[:, product], guess.release)
        of_background = of_background.without(reclaimed)
        of_product = of_product.without(released)
        difference = of_product.log_density(columns) - of_background.log_density(columns)
        log_odds = (difference * guess.temper).reshape(shape)
        fixed = np.where(frame, BACKGROUND, 0).astype(np.uint8)
        if reclaimed:
            fixed[log_odds > 0.3] = 0
        previous, mask = mask, minimum_cut(log_odds, colours, fixed, weight=guess.weight)
        if np.mean(previous != mask) < SETTLED:
            break
    return mask
