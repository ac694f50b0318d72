"""How cloth shines: roughness by what the product says of its material, else by its category.

Roughness is that of the metallic-roughness model of glTF 2.0 (perceptual, 0 mirror, 1 matt). The
figures are ours, set by eye between chalk (1.0) and patent leather (0.25); one photograph does not
show gloss, so that nothing below 0.4 is guessed from a picture.

| material | roughness | | category | roughness |
|---|---|---|---|---|
| patent, vinyl, sequin | 0.30 | | shoes, bag | 0.65 |
| satin, silk | 0.42 | | jewellery | 0.35, metallic |
| leather, nylon, polyester shell | 0.50, 0.60 | | hat | 0.85 |
| linen, cotton, viscose | 0.85, 0.82, 0.78 | | dress, skirt | 0.80 |
| denim | 0.88 | | shirt, t-shirt, long sleeve | 0.85 |
| knit, wool, fleece, suede | 0.95 | | knitwear, scarf | 0.93 |
"""

import re

import cv2
import numpy as np
import numpy.typing as npt

from .pattern import boldness
from .plain_cloth import detail_mask

UInt8Array = npt.NDArray[np.uint8]

# The first word that is found decides: what lies on top comes before what it is made of.
MATERIALS: tuple[tuple[str, float], ...] = (
    (r"patent|vinyl|sequin|latex", 0.30),
    (r"suede|nubuck|velvet|fleece|teddy|sherpa|felt", 0.95),
    (r"satin|silk|charmeuse", 0.42),
    (r"leather", 0.50),
    (r"knit|wool|cashmere|mohair|alpaca|merino|boucl", 0.95),
    (r"denim|jean", 0.88),
    (r"nylon|polyamide|taffeta|shell|puffer", 0.58),
    (r"linen|hemp|canvas|twill|corduroy", 0.88),
    (r"cotton|jersey", 0.84),
    (r"viscose|rayon|lyocell|modal|chiffon|crepe", 0.76),
    (r"polyester", 0.72),
)
CATEGORIES = {
    "dress": 0.80,
    "shirt": 0.84,
    "t-shirt": 0.86,
    "longsleeve": 0.86,
    "knitwear": 0.94,
    "outwear": 0.80,
    "pants": 0.84,
    "shorts": 0.84,
    "skirt": 0.80,
    "shoes": 0.65,
    "hat": 0.86,
    "bag": 0.65,
    "jewellery": 0.35,
    "scarf": 0.92,
}
DEFAULT = 0.84
METAL = re.compile(r"\b(gold|silver|brass|steel|platinum|metal|vermeil|copper)", re.IGNORECASE)
GLOSS_STEP = -0.10
# Share of the cloth that is far brighter than its surroundings and has lost its colour.
GLOSSY_SHARE = 0.03
# A pattern has bright places of its own: it says nothing about gloss.
MOST_PATTERN = 0.7
LEAST_PIXELS = 200


def roughness_and_metallic(
    pixels: UInt8Array, alpha: UInt8Array, *, category: str, material: str
) -> tuple[float, float]:
    """Return (roughness, metallic), each 0 to 1.

    A named material decides; otherwise the category does, moved a little when there are
    highlights.
    """
    if category == "jewellery" and (not material or METAL.search(material)):
        return CATEGORIES["jewellery"], 1.0
    for pattern, roughness in MATERIALS:
        if re.search(rf"\b\w*(?:{pattern})", material, re.IGNORECASE):
            return roughness, 0.0
    roughness = CATEGORIES.get(category, DEFAULT)
    if _highlights(pixels, alpha) > GLOSSY_SHARE:
        roughness += GLOSS_STEP
    return round(min(max(roughness, 0.4), 1.0), 2), 0.0


def _highlights(pixels: UInt8Array, alpha: UInt8Array) -> float:
    """Share of plain cloth in small highlights: brighter than around by far, less saturated."""
    scale = min(1.0, 400 / max(alpha.shape))
    size = (max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    shape = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
    cloth = (shape >= 250) & ~detail_mask(small, shape)
    if cloth.sum() < LEAST_PIXELS or boldness(small, cloth) > MOST_PATTERN:
        return 0.0
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    weight = cloth.astype(np.float32)
    sigma = max(2.0, 0.022 * max(size))
    near = np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)
    around = cv2.GaussianBlur(lab * weight[..., None], (0, 0), sigma) / near[..., None]
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    base = np.hypot(around[..., 1], around[..., 2])
    bright = (lab[..., 0] > around[..., 0] + 18) & (lab[..., 0] > 60)
    return float((bright & (chroma < np.maximum(base * 0.8, 4)) & cloth).sum() / cloth.sum())
