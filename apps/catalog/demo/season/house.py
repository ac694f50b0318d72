"""The fictional house Maison Skyvara: its season, drops, collections, clients and campaigns."""

from __future__ import annotations

from decimal import Decimal

from apps.catalog.demo.product import (
    Backdrop,
    DemoCampaign,
    DemoClient,
    DemoCollection,
    DemoDrop,
    DemoHouse,
    DemoSeason,
)

HOUSE = DemoHouse(
    name="Maison Skyvara",
    motto="Made slowly, worn long.",
    description=(
        "A small house that cuts, knits and stitches in its own rooms. Every piece is numbered, "
        "every material is named, and nothing is made before somebody is meant to wear it."
    ),
)

SEASON = DemoSeason(
    slug="aw27",
    name="Autumn-Winter 2027",
    description="Five collections about what stays after the evening ends.",
)

DROPS = (
    DemoDrop("first-light", "First Light", "2027-09-02", "Europe/Paris"),
    DemoDrop("after-rain", "After Rain", "2027-10-14", "Europe/Paris"),
    DemoDrop("long-night", "Long Night", "2027-11-25", "Europe/Paris"),
)

COLLECTIONS = (
    DemoCollection(
        "black_rose",
        "Black Rose",
        "Evening pieces in black and oxblood: satin, suede and silver, cut close and left bare.",
        Backdrop("#aaa3a4", "#80797a"),
    ),
    DemoCollection(
        "signature",
        "Signature",
        "The wardrobe the house is known for, unchanged where nothing needs changing.",
        Backdrop("#f8f6f2", "#ebe9e5"),
    ),
    DemoCollection(
        "love_hurts",
        "Love Hurts",
        "Knits, pleats and small hearts in reds and pinks, for people who answer letters late.",
        Backdrop("#f7ecec", "#e8dddd"),
    ),
    DemoCollection(
        "showroom",
        "Showroom",
        "Everyday pieces shown first to friends: denim, jersey, canvas and good plain shoes.",
        Backdrop("#f3f4f4", "#dfe0e0"),
    ),
    DemoCollection(
        "runway",
        "Runway",
        "The pieces made for the show, in small numbers and strong colour.",
        Backdrop("#f2ece2", "#dcd6cc"),
    ),
)

CLIENTS = (
    DemoClient(
        slug="maison-skyvara",
        name="Maison Skyvara",
        description="The house's own shops and its online storefront.",
        homepage="https://maison-skyvara.example",
        colors=("#0d0d0d", "#faf8f5", "#b76e79"),
        fonts=("Cormorant Garamond", "Inter"),
        tone="Quiet, exact, a little dry.",
        restrictions=("No discounts in copy", "No hands in packshots", "Never crop a hem"),
    ),
    DemoClient(
        slug="galerie-orsel",
        name="Galerie Orsel",
        description="A department store in Lyon that carries Runway and Black Rose.",
        homepage="https://galerie-orsel.example",
        colors=("#14213d", "#f2efe9"),
        fonts=("Inter",),
        tone="Informed and brief, prices always shown.",
        restrictions=("White ground only", "Square pictures"),
    ),
)

CAMPAIGNS = (
    DemoCampaign(
        slug="the-long-night",
        client="maison-skyvara",
        name="The Long Night",
        goal="Open the Black Rose drop with every piece shown from two sides.",
        status="active",
        collection="black_rose",
        brief="A ground of smoke, one window, the pieces as they are put down after midnight.",
        budget=Decimal("18000.00"),
    ),
    DemoCampaign(
        slug="plain-words",
        client="maison-skyvara",
        name="Plain Words",
        goal="Bring Signature to new customers as the wardrobe to begin with.",
        status="draft",
        collection="signature",
        brief="Daylight, no props, one sentence for each piece.",
        budget=Decimal("9500.00"),
    ),
    DemoCampaign(
        slug="orsel-windows",
        client="galerie-orsel",
        name="Orsel Windows",
        goal="Fill the store's windows and its feed with Runway before the holidays.",
        status="draft",
        collection="runway",
        brief="Warm paper grounds, strong silhouettes, prices legible at three metres.",
        budget=Decimal("12500.00"),
    ),
)
