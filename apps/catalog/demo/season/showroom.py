"""Showroom: everyday pieces shown first to friends."""

from __future__ import annotations

from decimal import Decimal

from apps.catalog.demo.product import DemoProduct
from apps.catalog.demo.season.colourway import HATS, LETTERS, SHOES, WAISTS, colourway
from apps.catalog.demo.shapes.bag import BagSpec
from apps.catalog.demo.shapes.footwear import FootwearSpec
from apps.catalog.demo.shapes.garment import GarmentSpec
from apps.catalog.demo.shapes.hat import HatSpec
from apps.catalog.demo.shapes.model import Palette

SHOWROOM = (
    DemoProduct(
        style_code="SW-LSV-001",
        name="Estuary Striped Longsleeve",
        collection="showroom",
        category="longsleeve",
        description=(
            "A boat-neck longsleeve with woven-in stripes, from a mill that has made nothing else "
            "since 1938. Tight at first, right by the third wash."
        ),
        price=Decimal("175.00"),
        edition="",
        material="Cotton interlock, 100 % cotton",
        care="Wash at 40 °C.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SW-LSV-001", "MARI", "Marine", Palette("#e8e4d9", "#26355a"), "M", LETTERS),
        ),
        model=GarmentSpec(
            "longsleeve",
            cloth="breton",
            length=0.68,
            chest=0.51,
            waist=0.50,
            hem=0.51,
            sleeve=0.60,
        ),
        scene="planks_light",
    ),
    DemoProduct(
        style_code="SW-PNT-002",
        name="Foundry Straight Jeans",
        collection="showroom",
        category="pants",
        description=(
            "Straight five-pocket jeans in thirteen-ounce selvedge denim, rinsed once. "
            "Chain-stitched hems, copper rivets, no stretch."
        ),
        price=Decimal("290.00"),
        edition="",
        material="Selvedge denim, 100 % cotton",
        care="Wash cold, inside out, seldom.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SW-PNT-002", "BRUT", "Brut", Palette("#38507c", "#c8853c"), "32", WAISTS),
        ),
        model=GarmentSpec("jeans", cloth="denim", length=1.05, chest=0.51, waist=0.40, hem=0.20),
        views=("front", "back"),
        scene="rug",
    ),
    DemoProduct(
        style_code="SW-SHO-003",
        name="Terrace Sneaker",
        collection="showroom",
        category="shoes",
        description=(
            "A low court shoe on a stitched cup sole, with nothing printed on it. "
            "Re-soleable, which sneakers are usually not."
        ),
        price=Decimal("340.00"),
        edition="",
        material="Nappa leather, natural rubber",
        care="Wipe clean; replace laces, not shoes.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway(
                "SW-SHO-003", "NEIG", "Neige", Palette("#e4e1da", "#ece8df", "#2f5a46"), "39", SHOES
            ),
            colourway(
                "SW-SHO-003",
                "MOUS",
                "Mousse",
                Palette("#5d6b4f", "#e6dfcd", "#40493a"),
                "39",
                SHOES,
            ),
        ),
        model=FootwearSpec("sneaker", length=0.285, width=0.102, heel=0.03, cloth="nappa"),
        views=("front", "side"),
        scene="concrete",
    ),
    DemoProduct(
        style_code="SW-HAT-004",
        name="Harbour Beanie",
        collection="showroom",
        category="hat",
        description=(
            "A ribbed beanie with a deep turn-up, knitted in one piece. "
            "Warm enough for a pier in January."
        ),
        price=Decimal("120.00"),
        edition="",
        material="Merino wool",
        care="Hand wash cold.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("SW-HAT-004", "MOUT", "Moutarde", Palette("#c08a2b", "#a87622"), "M", HATS),
        ),
        model=HatSpec("beanie", brim=0.075, crown=0.15, cloth="rib"),
        scene="planks",
    ),
    DemoProduct(
        style_code="SW-SRT-005",
        name="Sunday Linen Shorts",
        collection="showroom",
        category="shorts",
        description=(
            "Drawstring shorts in washed linen with patch pockets deep enough for a paperback. "
            "Wrinkled on purpose."
        ),
        price=Decimal("210.00"),
        edition="",
        material="Washed linen, 100 % linen",
        care="Wash at 40 °C; do not iron.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SW-SRT-005", "SABL", "Sable", Palette("#b9a586", "#8d7c61"), "M", LETTERS),
        ),
        model=GarmentSpec("shorts", cloth="linen", length=0.47, chest=0.56, waist=0.42, hem=0.245),
        scene="tiles",
    ),
    DemoProduct(
        style_code="SW-BAG-006",
        name="Courier Crossbody",
        collection="showroom",
        category="bag",
        description=(
            "A rounded crossbody in waxed canvas with leather edges and a long strap. "
            "It hangs flat when empty and round when not."
        ),
        price=Decimal("480.00"),
        edition="",
        material="Waxed cotton canvas, harness leather",
        care="Sponge clean; rewax yearly.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("SW-BAG-006", "KAKI", "Kaki", Palette("#6d6a48", "#5b3a22", "#6b4427")),
        ),
        model=BagSpec("crossbody", width=0.24, height=0.18, depth=0.085),
        scene="planks_light",
    ),
)
