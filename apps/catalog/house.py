"""Puts the demo house into the database: what a new installation has to show."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Team, User
from apps.assets.models import Collection

from .clients import create_campaign, create_client
from .models import Campaign, Client, Drop, Product, Season
from .products import NewVariant, create_product
from .seasons import create_drop, create_season

if TYPE_CHECKING:
    from .demo import DemoCampaign, DemoClient, DemoCollection, DemoDrop, DemoProduct

OPENING = time(10, 0)
"""When a drop's doors open, in its own zone."""


def install_demo_house(team: Team, user: User | None = None, *, today: date | None = None) -> None:
    """Create the demo season's collections, drops, clients, campaigns, products and variants.

    What is there already stays as people have changed it, so calling it again is harmless. The
    drops keep their distances, but are moved by whole weeks so that the first one opened within
    the last seven days before ``today`` and the others lie ahead, under embargo.
    """
    # Drawing the season needs a renderer; a process that never installs it need not load one.
    from apps.catalog import demo

    today = today or timezone.localdate()
    with transaction.atomic():
        collections = _collections(team, demo.COLLECTIONS)
        season = Season.objects.filter(team=team, slug=demo.SEASON.slug).first()
        if season is None:
            season = create_season(team=team, name=demo.SEASON.name, slug=demo.SEASON.slug)
        drops = _drops(season, demo.DROPS, today)
        _clients(team, demo.CLIENTS, demo.CAMPAIGNS)
        known = set(Product.objects.filter(team=team).values_list("style_code", flat=True))
        for product in demo.PRODUCTS:
            if product.style_code not in known:
                _product(team, product, collections, season, drops)


def _collections(
    team: Team, given_collections: "Sequence[DemoCollection]"
) -> dict[str, Collection]:
    found: dict[str, Collection] = {}
    for position, given in enumerate(given_collections):
        found[given.slug], _made = Collection.objects.get_or_create(
            team=team,
            slug=given.slug,
            defaults={
                "name": given.name,
                "description": given.description,
                "backdrop": {"top": given.backdrop.top, "bottom": given.backdrop.bottom},
                "position": position,
            },
        )
    return found


def _drops(season: Season, given_drops: "Sequence[DemoDrop]", today: date) -> dict[str, Drop]:
    dates = {given.slug: date.fromisoformat(given.date) for given in given_drops}
    first = min(dates.values())
    weeks = (today - first) // timedelta(weeks=1)
    found = {drop.slug: drop for drop in season.drops.all()}
    for given in given_drops:
        if given.slug in found:
            continue
        day = dates[given.slug] + weeks * timedelta(weeks=1)
        found[given.slug] = create_drop(
            season=season,
            name=given.name,
            slug=given.slug,
            goes_live_at=datetime.combine(day, OPENING, ZoneInfo(given.zone)),
            time_zone=given.zone,
        )
    return found


def _clients(
    team: Team,
    given_clients: "Sequence[DemoClient]",
    given_campaigns: "Sequence[DemoCampaign]",
) -> None:
    clients: dict[str, Client] = {}
    for given in given_clients:
        client = Client.objects.filter(team=team, name=given.name).first()
        clients[given.slug] = client or create_client(
            team=team,
            name=given.name,
            description=given.description,
            homepage=given.homepage,
            guidelines={
                "colors": list(given.colors),
                "fonts": list(given.fonts),
                "tone": [given.tone],
                "restrictions": list(given.restrictions),
            },
        )
    for campaign in given_campaigns:
        client = clients[campaign.client]
        if not Campaign.objects.filter(client=client, name=campaign.name).exists():
            create_campaign(
                client=client,
                name=campaign.name,
                goal=campaign.goal,
                status=campaign.status,
                brief=campaign.brief,
            )


def _product(
    team: Team,
    given: "DemoProduct",
    collections: dict[str, Collection],
    season: Season,
    drops: dict[str, Drop],
) -> Product:
    variants = tuple(
        NewVariant(colourway.sku_for(size), colourway.colour_name, colourway.swatch, size)
        for colourway in given.variants
        for size in colourway.sizes
    )
    return create_product(
        team=team,
        name=given.name,
        style_code=given.style_code,
        category=given.category,
        collection=collections[given.collection],
        season=season,
        drop=drops[given.drop],
        description=given.description,
        price=given.price,
        currency=given.currency,
        edition=given.edition,
        material=given.material,
        care=given.care,
        variants=variants,
    )
