"""Black Rose: evening pieces in black and oxblood."""

from __future__ import annotations

from decimal import Decimal

from apps.catalog.demo.product import DemoProduct
from apps.catalog.demo.season.colourway import LETTERS, ONE, SHOES, WOMENS, colourway
from apps.catalog.demo.shapes.bag import BagSpec
from apps.catalog.demo.shapes.footwear import FootwearSpec
from apps.catalog.demo.shapes.garment import GarmentSpec
from apps.catalog.demo.shapes.jewellery import JewellerySpec
from apps.catalog.demo.shapes.model import Palette

BLACK_ROSE = (
    DemoProduct(
        style_code="BR-BAG-001",
        name="Noctelle Top-Handle Bag",
        collection="black_rose",
        category="bag",
        description=(
            "A small structured bag with a curved flap and one handle, cut from a single hide. "
            "The lock is turned by hand from brass and closes with a sound of its own. "
            "It holds a telephone, a key and a letter."
        ),
        price=Decimal("2450.00"),
        edition="Edition of 120",
        material="Grained calfskin, goatskin lining, gilded brass",
        care="Keep from rain; wipe with a dry cloth; store in its felt pouch.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("BR-BAG-001", "NOIR", "Noir", Palette("#211f20", "#5a1420", "#161415")),
            colourway("BR-BAG-001", "BORD", "Bordeaux", Palette("#5e1522", "#2b1014", "#43101a")),
        ),
        model=BagSpec("top_handle", width=0.25, height=0.185, depth=0.10),
        views=("front", "side", "back"),
        scene="concrete",
    ),
    DemoProduct(
        style_code="BR-DRS-002",
        name="Vesper Slip Dress",
        collection="black_rose",
        category="dress",
        description=(
            "A bias-cut slip with thin straps and a cowl that falls by its own weight. "
            "Seams are French, so the inside is as clean as the outside."
        ),
        price=Decimal("1180.00"),
        edition="Edition of 200",
        material="Silk satin, 100 % mulberry silk",
        care="Dry clean; iron on the reverse while damp.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("BR-DRS-002", "OXBL", "Oxblood", Palette("#6d1526", "#3c0d16"), "36", WOMENS),
        ),
        model=GarmentSpec("slip", cloth="satin", length=1.12, chest=0.40, waist=0.355, hem=0.56),
        views=("front", "back"),
        scene="sheet",
    ),
    DemoProduct(
        style_code="BR-SHO-003",
        name="Corvine Pump",
        collection="black_rose",
        category="shoes",
        description=(
            "A pointed pump on a slender 85 mm heel, lasted for five days before it leaves the "
            "bench. The suede is brushed in one direction only."
        ),
        price=Decimal("790.00"),
        edition="",
        material="Kid suede, leather sole",
        care="Brush dry; protect from water.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway("BR-SHO-003", "RAVN", "Raven", Palette("#26242a", "#b58a68"), "38", SHOES),
        ),
        model=FootwearSpec("pump", length=0.245, width=0.078, heel=0.085, cloth="suede"),
        views=("front", "side"),
        scene="tiles",
    ),
    DemoProduct(
        style_code="BR-JWL-004",
        name="Thornlight Pendant",
        collection="black_rose",
        category="jewellery",
        description=(
            "A garnet in a claw of six thorns on a hand-linked chain. "
            "Cast once, filed by hand, hallmarked on the last link."
        ),
        price=Decimal("1340.00"),
        edition="Edition of 60",
        material="Sterling silver, garnet",
        care="Polish with a silver cloth; remove before bathing.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway(
                "BR-JWL-004", "GARN", "Garnet", Palette("#7d0f22", metal="silver"), "OS", ONE
            ),
        ),
        model=JewellerySpec("pendant", size=0.030),
        scene="blanket",
    ),
    DemoProduct(
        style_code="BR-OUT-005",
        name="Umbra Long Coat",
        collection="black_rose",
        category="outwear",
        description=(
            "A double-breasted coat to the calf with a wide lapel and horn buttons. "
            "The cloth is milled twice so that it needs no interlining and hangs like felt."
        ),
        price=Decimal("3290.00"),
        edition="Edition of 80",
        material="Double-face wool, cupro lining, horn",
        care="Dry clean; steam; hang on a shaped hanger.",
        season="aw27",
        drop="long-night",
        variants=(
            colourway(
                "BR-OUT-005", "GRAP", "Graphite", Palette("#3a3b40", "#6d1526"), "S", LETTERS
            ),
        ),
        model=GarmentSpec(
            "coat", cloth="wool", length=1.12, chest=0.52, waist=0.49, hem=0.60, sleeve=0.655
        ),
        views=("front", "back"),
        scene="planks_light",
    ),
    DemoProduct(
        style_code="BR-SCF-006",
        name="Duskrose Square",
        collection="black_rose",
        category="scarf",
        description=(
            "A silk square printed in nine colours with roses drawn from the house's own garden. "
            "The edge is rolled and stitched by hand, which takes a morning."
        ),
        price=Decimal("390.00"),
        edition="Edition of 300",
        material="Silk twill, 100 % silk",
        care="Dry clean; iron cool.",
        season="aw27",
        drop="after-rain",
        variants=(
            colourway(
                "BR-SCF-006", "DUSK", "Dusk", Palette("#1d1a26", "#a53246", "#d9c6b0"), "OS", ONE
            ),
        ),
        model=GarmentSpec("scarf", cloth="silk_print", length=0.80, chest=0.80),
        scene="planks",
    ),
)
