"""Signature: the wardrobe the house is known for."""

from __future__ import annotations

from decimal import Decimal

from apps.catalog.demo.product import DemoProduct
from apps.catalog.demo.season.colourway import HATS, LETTERS, ONE, SHOES, WAISTS, colourway
from apps.catalog.demo.shapes.bag import BagSpec
from apps.catalog.demo.shapes.footwear import FootwearSpec
from apps.catalog.demo.shapes.garment import GarmentSpec
from apps.catalog.demo.shapes.hat import HatSpec
from apps.catalog.demo.shapes.jewellery import JewellerySpec
from apps.catalog.demo.shapes.model import Palette

SIGNATURE = (
    DemoProduct(
        style_code="SG-SHI-001",
        name="Ardent Poplin Shirt",
        collection="signature",
        category="shirt",
        description=(
            "The house shirt: a soft two-piece collar, single-needle seams, shell buttons sewn "
            "with a shank. Cut a little long so that it stays where it is put."
        ),
        price=Decimal("320.00"),
        edition="",
        material="Cotton poplin, 100 % cotton, mother-of-pearl",
        care="Wash at 40 °C; iron damp.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SG-SHI-001", "BLAN", "Blanc", Palette("#eceae4", "#eceae4"), "M", LETTERS),
            colourway(
                "SG-SHI-001", "CIEL", "Ciel stripe", Palette("#e6e9ee", "#5c7fae"), "M", LETTERS
            ),
        ),
        model=GarmentSpec(
            "shirt", cloth="poplin", length=0.76, chest=0.55, waist=0.53, hem=0.55, sleeve=0.63
        ),
        views=("front", "back"),
        scene="planks",
    ),
    DemoProduct(
        style_code="SG-PNT-002",
        name="Cantor Pleated Trousers",
        collection="signature",
        category="pants",
        description=(
            "High trousers with two forward pleats and a pressed crease that survives travel. "
            "The waistband is curtained inside and never rolls."
        ),
        price=Decimal("540.00"),
        edition="",
        material="Wool flannel, 100 % wool",
        care="Dry clean; rest a day between wearings.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SG-PNT-002", "TAUP", "Taupe", Palette("#8a7a6a", "#5b4f45"), "32", WAISTS),
        ),
        model=GarmentSpec("trousers", cloth="wool", length=1.06, chest=0.50, waist=0.39, hem=0.21),
        scene="tiles",
    ),
    DemoProduct(
        style_code="SG-BAG-003",
        name="Meridian Tote",
        collection="signature",
        category="bag",
        description=(
            "An open tote with two long handles, folded from bridle leather and stitched with "
            "waxed linen. It starts stiff and takes the shape of a working week."
        ),
        price=Decimal("1290.00"),
        edition="",
        material="Vegetable-tanned bridle leather, linen thread",
        care="Feed with neutral cream twice a year.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SG-BAG-003", "COGN", "Cognac", Palette("#a5602c", "#6b3a1a", "#7f4620")),
            colourway("SG-BAG-003", "SAPI", "Sapin", Palette("#2f4a3c", "#1d2f26", "#22382d")),
        ),
        model=BagSpec("tote", width=0.36, height=0.28, depth=0.14),
        views=("front", "side"),
        scene="rug",
    ),
    DemoProduct(
        style_code="SG-SHO-004",
        name="Quay Loafer",
        collection="signature",
        category="shoes",
        description=(
            "A penny loafer on a hand-welted sole with a raised apron seam. "
            "Unlined at the vamp, so it feels broken in on the second day."
        ),
        price=Decimal("680.00"),
        edition="",
        material="Box calf, oak-bark leather sole",
        care="Cedar trees overnight; cream and brush.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("SG-SHO-004", "ACAJ", "Acajou", Palette("#6e2f1c", "#2a1c16"), "40", SHOES),
        ),
        model=FootwearSpec("loafer", length=0.285, width=0.098, heel=0.022, cloth="calf"),
        views=("front", "side"),
        scene="planks_light",
    ),
    DemoProduct(
        style_code="SG-TEE-005",
        name="Plainsong T-Shirt",
        collection="signature",
        category="t-shirt",
        description=(
            "A heavy T-shirt knitted in the round on an old loopwheel, without side seams. "
            "The rib at the neck is linked by hand."
        ),
        price=Decimal("140.00"),
        edition="",
        material="Cotton jersey, 100 % organic cotton",
        care="Wash at 30 °C; dry flat.",
        season="aw27",
        drop="first-light",
        variants=(
            colourway("SG-TEE-005", "IVOI", "Ivoire", Palette("#e9e1d0", "#ddd3bf"), "M", LETTERS),
            colourway("SG-TEE-005", "ENCR", "Encre", Palette("#25304a", "#1d263c"), "M", LETTERS),
        ),
        model=GarmentSpec(
            "tee", cloth="jersey", length=0.71, chest=0.53, waist=0.52, hem=0.53, sleeve=0.22
        ),
        scene="blanket",
    ),
    DemoProduct(
        style_code="SG-HAT-006",
        name="Atrium Fedora",
        collection="signature",
        category="hat",
        description=(
            "Blocked from one cone of hare felt over steam and left on the wood for two days. "
            "The ribbon is grosgrain and tied, not glued."
        ),
        price=Decimal("420.00"),
        edition="",
        material="Hare felt, grosgrain",
        care="Brush anticlockwise; lift by the brim.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway("SG-HAT-006", "CAML", "Camel", Palette("#b08a5b", "#2b211b"), "M", HATS),
            colourway("SG-HAT-006", "GRIS", "Gris", Palette("#77777a", "#1c1c20"), "M", HATS),
        ),
        model=HatSpec("fedora", brim=0.065, crown=0.105),
        views=("front", "side"),
        scene="planks",
    ),
    DemoProduct(
        style_code="SG-JWL-007",
        name="Liturgy Cuff",
        collection="signature",
        category="jewellery",
        description=(
            "An open cuff hammered from one bar and left with the marks of the hammer. "
            "It is warmed and closed to the wrist in the shop."
        ),
        price=Decimal("980.00"),
        edition="Edition of 150",
        material="Gilded silver",
        care="Keep dry; polish with a soft cloth.",
        season="aw27",
        drop="first-light",
        variants=(colourway("SG-JWL-007", "DORE", "Doré", Palette("#d4a64a"), "OS", ONE),),
        model=JewellerySpec("cuff", size=0.062),
        scene="sheet",
    ),
)
