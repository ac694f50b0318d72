"""Every write on products and their variants."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import Team, User
from apps.assets.models import Collection
from skyy.api.errors import Code, Problem
from skyy.money import to_nano

from . import skus
from .models import Category, Drop, Product, ProductStatus, Season, Variant
from .slugs import free_product_slug
from .validation import assign, misfit, save
from .variants import NewVariant, add_variant, build_variant, save_variant, update_variant

__all__ = [
    "NewVariant",
    "add_variant",
    "archive_product",
    "create_product",
    "find_or_create_for_photograph",
    "restore_product",
    "update_product",
    "update_variant",
]

EDITABLE = frozenset(
    {
        *("name", "style_code", "description", "category", "collection", "season", "drop"),
        *("price", "currency", "edition", "material", "care"),
    }
)
"""What ``update_product`` takes."""


def create_product(
    *,
    team: Team,
    name: str,
    style_code: str,
    category: str = Category.OTHER,
    collection: Collection | None = None,
    season: Season | None = None,
    drop: Drop | None = None,
    description: str = "",
    price: Decimal | None = None,
    currency: str = "EUR",
    edition: str = "",
    material: str = "",
    care: str = "",
    variants: tuple[NewVariant, ...] = (),
) -> Product:
    """Create a style and its variants, all or nothing.

    Args:
        price: units of ``currency`` (ISO 4217); None while no price is set.

    Raises:
        Problem: ``CONFLICT`` (style code in use), ``SKU_TAKEN``, ``REQUEST_INVALID``.
    """
    product = Product(team=team, name=name, style_code=style_code)
    values = {
        "category": category,
        "collection": collection,
        "season": season,
        "drop": drop,
        "description": description,
        "price": price,
        "currency": currency,
        "edition": edition,
        "material": material,
        "care": care,
    }
    _assign(product, values)
    with transaction.atomic():
        product.slug = free_product_slug(name)
        save(product)
        for position, new in enumerate(variants):
            save_variant(build_variant(product, new, position))
    return product


def update_product(product: Product, **changes: Any) -> Product:
    """Change some of ``EDITABLE``; the address (slug) stays, so that links keep working.

    Raises:
        Problem: as ``create_product``; nothing is changed then.
    """
    fresh = Product.objects.get(pk=product.pk)
    _assign(fresh, changes)
    save(fresh)
    return fresh


def archive_product(product: Product) -> Product:
    """Put a style away. Its photographs and results stay.

    Raises:
        Problem: ``CONFLICT`` while it is live: taking it down is a decision of its own.
    """
    with transaction.atomic():
        fresh = Product.objects.select_for_update().get(pk=product.pk)
        if fresh.publications.live().exists():
            raise Problem(Code.CONFLICT, _("This product is live. Unpublish it first."))
        fresh.status = ProductStatus.ARCHIVED
        fresh.save(update_fields=["status", "updated_at"])
        audit(Happening.PRODUCT_ARCHIVED, about=fresh, name=fresh.name)
    return fresh


@transaction.atomic
def restore_product(product: Product) -> Product:
    """Take an archived style up again."""
    fresh = Product.objects.get(pk=product.pk)
    fresh.status = ProductStatus.ACTIVE
    fresh.save(update_fields=["status", "updated_at"])
    audit(Happening.PRODUCT_RESTORED, about=fresh, name=fresh.name)
    return fresh


def find_or_create_for_photograph(
    *,
    team: Team,
    user: User | None,
    sku: str,
    category: str = Category.OTHER,
    collection: Collection | None = None,
    name: str | None = None,
) -> Variant:
    """Return the team's variant with this SKU, making a product of one variant when there is none.

    An existing product is left as it is: a delivery's file names do not overrule the house.

    Raises:
        Problem: ``REQUEST_INVALID`` when the SKU cannot be one.
    """
    sku = skus.check(sku)
    known = Variant.objects.filter(team=team, sku=sku).select_related("product").first()
    if known is not None:
        return known
    try:
        product = create_product(
            team=team,
            name=name or sku,
            style_code=sku[:40] if not _style_exists(team, sku[:40]) else skus.shortened(sku, 40),
            category=category,
            collection=collection,
            variants=(NewVariant(sku),),
        )
    except Problem as problem:
        # Somebody else made it between the look and the write.
        won = Variant.objects.filter(team=team, sku=sku).select_related("product").first()
        if problem.status == 409 and won is not None:
            return won
        raise
    return product.variants.select_related("product").get()


def _style_exists(team: Team, style_code: str) -> bool:
    return Product.objects.filter(team=team, style_code=style_code).exists()


def _assign(product: Product, values: Mapping[str, Any]) -> None:
    if "price" in values:
        product.price_nano = _nano(values["price"])
    others = {name: value for name, value in values.items() if name != "price"}
    assign(product, others, EDITABLE)
    if product.drop is not None and product.season is None:
        product.season = product.drop.season
    _check_relations(product)


def _nano(price: Decimal | None) -> int | None:
    if price is None:
        return None
    try:
        nano = to_nano(price)
    except ValueError as error:
        raise misfit("price", _("This is not an amount of money.")) from error
    if not 0 <= nano < 2**63:
        raise misfit("price", _("A price is zero or more, and below nine thousand million."))
    return nano


def _check_relations(product: Product) -> None:
    if product.drop is not None and product.drop.season_id != product.season_id:
        raise misfit("drop", _("This drop belongs to another season."))
    owners = {
        "collection": product.collection and product.collection.team_id,
        "season": product.season and product.season.team_id,
    }
    for name, owner in owners.items():
        if owner is not None and owner != product.team_id:
            raise misfit(name, _("This belongs to another team."))
