"""How large things usually are: flat-laid garments in EU sizes, shoes, hats, bags.

The figures are typical, not measured on the product: the middle of what shops' measuring charts
for ready-to-wear print for a women's M (EU 38) or a unisex M, laid flat; sizes step by what such
charts step (4 cm of girth, 2 cm of width, a size). Shoes follow the Paris point: a last of size N
is N × 2/3 cm long; the sole adds about 1 cm.
"""

from dataclasses import dataclass

LETTERS = {"XXS": -3, "XS": -2, "S": -1, "M": 0, "L": 1, "XL": 2, "XXL": 3, "XXXL": 4}
LETTERS |= {"2XL": 3, "3XL": 4, "4XL": 5}
WIDTH_STEP = 0.02
LENGTH_STEP = 0.01
# EU women's sizes: 38 is M, four units are two letters.
WOMENS_M, UNITS_A_LETTER = 38, 2.0


@dataclass(frozen=True)
class Usual:
    """Metres of a size M lying flat: the width of the trunk (or waist) and the whole height."""

    width: float
    height: float


GARMENTS = {
    "dress": Usual(0.46, 1.00),
    "shirt": Usual(0.52, 0.74),
    "t-shirt": Usual(0.50, 0.69),
    "longsleeve": Usual(0.50, 0.68),
    "knitwear": Usual(0.52, 0.66),
    "outwear": Usual(0.56, 0.74),
    "pants": Usual(0.40, 1.03),
    "shorts": Usual(0.42, 0.45),
    "skirt": Usual(0.38, 0.62),
}
# The longer side of what is not laid flat as a garment.
LONGER_SIDE = {
    "shoes": 0.29,
    "hat": 0.26,
    "bag": 0.35,
    "jewellery": 0.06,
    "scarf": 0.90,
    "other": 0.40,
}


def letters_from_m(size: str) -> float:
    """How many letter sizes a size lies above M; 0 for a size that says nothing."""
    word = size.strip().upper().removeprefix("EU").strip()
    if word in LETTERS:
        return float(LETTERS[word])
    if word.isdigit() and 30 <= int(word) <= 60:
        return (int(word) - WOMENS_M) / UNITS_A_LETTER
    return 0.0


def garment_size(category: str, size: str) -> Usual:
    """Usual flat width and height of a garment, in metres."""
    usual = GARMENTS.get(category, GARMENTS["t-shirt"])
    letters = letters_from_m(size)
    return Usual(usual.width + WIDTH_STEP * letters, usual.height + LENGTH_STEP * letters)


def longer_side(category: str, size: str) -> float:
    """Usual longer side of anything else, in metres."""
    word = size.strip().upper().removeprefix("EU").strip()
    if category == "shoes" and word.replace(".", "", 1).isdigit() and 16 <= float(word) <= 50:
        return float(word) * 2 / 300 + 0.01
    return LONGER_SIDE.get(category, LONGER_SIDE["other"])
