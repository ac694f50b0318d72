"""Love Hurts: knits, pleats and small hearts."""

from __future__ import annotations

from decimal import Decimal

from apps.catalog.demo.product import DemoProduct
from apps.catalog.demo.season.colourway import HATS, LETTERS, RINGS, WOMENS, colourway
from apps.catalog.demo.shapes.bag import BagSpec
from apps.catalog.demo.shapes.garment import GarmentSpec
from apps.catalog.demo.shapes.hat import HatSpec
from apps.catalog.demo.shapes.jewellery import JewellerySpec
from apps.catalog.demo.shapes.model import Palette

LOVE_HURTS = (
    DemoProduct(
        style_code="LH-KNT-001",
        name="Ache Cable Jumper",
        collection="love_hurts",
        category="knitwear",
        description=(
            "A cabled jumper knitted from five plies on hand frames. "
            "Each takes eleven hours, and the knitter signs the label."
        ),
        price=Decimal("690.00"),
        edition="Edition of 180",
        material="Cashmere and merino wool",
        care="Hand wash cold; dry flat.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("LH-KNT-001", "CRAI", "Craie", Palette("#e0d5c2", "#d5c8b2"), "S", LETTERS),
            colourway("LH-KNT-001", "SANG", "Sang", Palette("#8e1b2a", "#7a1624"), "S", LETTERS),
        ),
        model=GarmentSpec(
            "jumper", cloth="cable", length=0.64, chest=0.54, waist=0.52, hem=0.47, sleeve=0.60
        ),
        views=("front", "back"),
        scene="planks",
    ),
    DemoProduct(
        style_code="LH-TEE-002",
        name="Split Heart T-Shirt",
        collection="love_hurts",
        category="t-shirt",
        description=(
            "A boxy T-shirt with a heart torn down the middle, screen-printed in two passes that "
            "never quite meet. No two prints are the same."
        ),
        price=Decimal("165.00"),
        edition="Edition of 500",
        material="Cotton jersey, water-based ink",
        care="Wash inside out at 30 °C.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway(
                "LH-TEE-002", "ROSE", "Rose", Palette("#d9a3a6", "#cf9498", "#8c1526"), "S", LETTERS
            ),
        ),
        model=GarmentSpec(
            "tee",
            cloth="jersey",
            length=0.66,
            chest=0.54,
            waist=0.53,
            hem=0.54,
            sleeve=0.21,
            motif="heart",
        ),
        scene="tiles",
    ),
    DemoProduct(
        style_code="LH-SKT-003",
        name="Penance Pleated Skirt",
        collection="love_hurts",
        category="skirt",
        description=(
            "Sixty knife pleats steamed in paper moulds and released below the hip. "
            "It moves a moment after the wearer does."
        ),
        price=Decimal("560.00"),
        edition="",
        material="Heavy satin, triacetate",
        care="Dry clean; hang by the waistband.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("LH-SKT-003", "DRAG", "Dragée", Palette("#c98a95", "#9a5b67"), "36", WOMENS),
        ),
        model=GarmentSpec("skirt", cloth="satin", length=0.72, chest=0.44, waist=0.34, hem=0.66),
        scene="concrete",
    ),
    DemoProduct(
        style_code="LH-HAT-004",
        name="Truant Bucket Hat",
        collection="love_hurts",
        category="hat",
        description=(
            "A bucket hat in raw denim with eight rows of stitching round the brim. "
            "It fades where it is folded, and is meant to."
        ),
        price=Decimal("190.00"),
        edition="",
        material="Raw denim, 100 % cotton",
        care="Hand wash cold, rarely.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("LH-HAT-004", "INDI", "Indigo", Palette("#34466b", "#c98b46"), "M", HATS),
        ),
        model=HatSpec("bucket", brim=0.062, crown=0.092, cloth="denim"),
        scene="blanket",
    ),
    DemoProduct(
        style_code="LH-JWL-005",
        name="Reliquary Ring",
        collection="love_hurts",
        category="jewellery",
        description=(
            "A ruby cut as a cushion in a raised setting with pierced shoulders. "
            "Behind the stone there is room for a folded word."
        ),
        price=Decimal("2150.00"),
        edition="Edition of 40",
        material="Gold 18 ct, ruby",
        care="Clean in warm soapy water.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("LH-JWL-005", "RUBY", "Ruby", Palette("#a3122f", metal="gold"), "52", RINGS),
        ),
        model=JewellerySpec("ring", size=0.0175),
        scene="marble",
    ),
    DemoProduct(
        style_code="LH-BAG-006",
        name="Billet-Doux Chain Bag",
        collection="love_hurts",
        category="bag",
        description=(
            "A quilted envelope on a sliding chain, padded by hand so that every diamond stands. "
            "The inner pocket is the size of a love letter."
        ),
        price=Decimal("1980.00"),
        edition="Edition of 150",
        material="Lambskin, gilded chain",
        care="Wipe with a dry cloth; do not overfill.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("LH-BAG-006", "CERI", "Cerise", Palette("#b3203f", "#6a1226", "#a31b38")),
            colourway("LH-BAG-006", "POUD", "Poudre", Palette("#d8b4ae", "#a9837d", "#cfa9a3")),
        ),
        model=BagSpec("quilted", width=0.245, height=0.155, depth=0.075),
        views=("front", "back"),
        scene="sheet",
    ),
)
