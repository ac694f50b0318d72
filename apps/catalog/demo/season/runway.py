"""Runway: the pieces made for the show."""

from __future__ import annotations

from decimal import Decimal

from apps.catalog.demo.product import DemoProduct
from apps.catalog.demo.season.colourway import HATS, LETTERS, ONE, SHOES, WOMENS, colourway
from apps.catalog.demo.shapes.bag import BagSpec
from apps.catalog.demo.shapes.footwear import FootwearSpec
from apps.catalog.demo.shapes.garment import GarmentSpec
from apps.catalog.demo.shapes.hat import HatSpec
from apps.catalog.demo.shapes.jewellery import JewellerySpec
from apps.catalog.demo.shapes.model import Palette

RUNWAY = (
    DemoProduct(
        style_code="RW-DRS-001",
        name="Herbarium Tea Dress",
        collection="runway",
        category="dress",
        description=(
            "A short-sleeved dress with a fitted bodice and a full skirt, printed with pressed "
            "flowers. The print is placed, so that no bloom is cut by a seam at the waist."
        ),
        price=Decimal("890.00"),
        edition="Edition of 90",
        material="Printed cotton lawn, 100 % cotton",
        care="Wash at 30 °C; iron on the reverse.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway(
                "RW-DRS-001", "AUBE", "Aube", Palette("#e9dcc3", "#b4483a", "#4f6b45"), "36", WOMENS
            ),
            colourway(
                "RW-DRS-001", "NUIT", "Nuit", Palette("#1f2c4d", "#d98f8a", "#8aa27a"), "36", WOMENS
            ),
        ),
        model=GarmentSpec(
            "dress",
            cloth="floral",
            length=1.02,
            chest=0.45,
            waist=0.37,
            hem=0.74,
            sleeve=0.20,
        ),
        views=("front", "back"),
        scene="planks",
    ),
    DemoProduct(
        style_code="RW-OUT-002",
        name="Meteor Bomber",
        collection="runway",
        category="outwear",
        description=(
            "A bomber in heavy satin with a ribbed collar and cuffs, quilted only on the inside. "
            "It was the first look on the runway and the last to be finished."
        ),
        price=Decimal("1650.00"),
        edition="Edition of 70",
        material="Duchesse satin, wool rib, brass zip",
        care="Dry clean.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("RW-OUT-002", "EMER", "Emerald", Palette("#1f5a48", "#14372d"), "M", LETTERS),
        ),
        model=GarmentSpec(
            "bomber", cloth="satin", length=0.64, chest=0.58, waist=0.56, hem=0.48, sleeve=0.655
        ),
        views=("front", "back"),
        scene="rug",
    ),
    DemoProduct(
        style_code="RW-SHO-003",
        name="Parade Chelsea Boot",
        collection="runway",
        category="shoes",
        description=(
            "An ankle boot cut from one piece with woven side gores and a stacked heel. "
            "Polished by hand until it shows the window."
        ),
        price=Decimal("920.00"),
        edition="",
        material="Polished calfskin, elastic gore",
        care="Cream and brush; resole when thin.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("RW-SHO-003", "CIRA", "Cirage", Palette("#2a2422", "#1a1716"), "39", SHOES),
        ),
        model=FootwearSpec("boot", length=0.285, width=0.096, heel=0.038, cloth="calf"),
        views=("front", "side"),
        scene="rug",
    ),
    DemoProduct(
        style_code="RW-JWL-004",
        name="Orbit Hoops",
        collection="runway",
        category="jewellery",
        description=(
            "Large hoops twisted from two wires and closed by a hidden hinge. "
            "Hollow, so they weigh less than they seem."
        ),
        price=Decimal("640.00"),
        edition="",
        material="Gilded silver",
        care="Keep dry; polish with a soft cloth.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("RW-JWL-004", "OR", "Or", Palette("#d9a94f", metal="gold"), "OS", ONE),
        ),
        model=JewellerySpec("hoops", size=0.052),
        scene="concrete",
    ),
    DemoProduct(
        style_code="RW-HAT-005",
        name="Halo Wide-Brim Hat",
        collection="runway",
        category="hat",
        description=(
            "A brim of eleven centimetres that dips where the light is. "
            "Steamed over a block carved for the show."
        ),
        price=Decimal("560.00"),
        edition="Edition of 50",
        material="Wool felt, velvet ribbon",
        care="Brush anticlockwise; store on a stand.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("RW-HAT-005", "ROUI", "Rouille", Palette("#9c4a2b", "#3d1a14"), "M", HATS),
        ),
        model=HatSpec("wide", brim=0.11, crown=0.10),
        scene="tiles",
    ),
    DemoProduct(
        style_code="RW-BAG-006",
        name="Cinder Bucket Bag",
        collection="runway",
        category="bag",
        description=(
            "A soft bucket gathered by a cord, with a round base and one shoulder strap. "
            "The suede is left raw on the inside."
        ),
        price=Decimal("1120.00"),
        edition="Edition of 110",
        material="Split suede, gilded eyelets",
        care="Brush with a suede brush; keep dry.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("RW-BAG-006", "TABA", "Tabac", Palette("#8a5a36", "#5d3a20", "#4a2d19")),
        ),
        model=BagSpec("bucket", width=0.23, height=0.25, depth=0.18, cloth="suede"),
        views=("front",),
        scene="planks_light",
    ),
)
