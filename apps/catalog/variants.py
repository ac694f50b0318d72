"""Every write on variants."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.assets import search
from skyy.api.errors import Code, Problem

from . import skus
from .models import Product, Variant
from .validation import assign, check


@dataclass(frozen=True)
class NewVariant:
    """A variant to make along with its product."""

    sku: str
    colour_name: str = ""
    swatch: str = ""
    size: str = ""


def add_variant(
    product: Product, *, sku: str, colour_name: str = "", swatch: str = "", size: str = ""
) -> Variant:
    """Add a colourway in a size.

    Raises:
        Problem: ``SKU_TAKEN`` when another variant of the team has the SKU, ``REQUEST_INVALID``.
    """
    new = NewVariant(sku, colour_name, swatch, size)
    with transaction.atomic():
        last = product.variants.aggregate(last=Max("position"))["last"]
        variant = build_variant(product, new, 0 if last is None else last + 1)
        return save_variant(variant)


def update_variant(variant: Variant, **changes: str) -> Variant:
    """Change sku, colour_name, swatch or size.

    Raises:
        Problem: as ``add_variant``.
    """
    fresh = Variant.objects.get(pk=variant.pk)
    assign(fresh, changes, frozenset({"sku", "colour_name", "swatch", "size"}))
    fresh.sku = skus.check(fresh.sku)
    return save_variant(fresh)


def build_variant(product: Product, new: NewVariant, position: int) -> Variant:
    """Return an unsaved variant of a product.

    Raises:
        Problem: ``REQUEST_INVALID`` when the SKU cannot be one.
    """
    return Variant(
        team_id=product.team_id,
        product=product,
        sku=skus.check(new.sku),
        colour_name=new.colour_name,
        swatch=new.swatch,
        size=new.size,
        position=position,
    )


def save_variant(variant: Variant) -> Variant:
    """Save, telling a SKU in use apart from every other fault, also when two write at once."""
    taken = _("Another variant has the SKU %(sku)s. Choose another one.") % {"sku": variant.sku}
    problem = Problem(Code.SKU_TAKEN, taken, fields={"sku": [taken]})
    others = Variant.objects.filter(team_id=variant.team_id, sku=variant.sku)
    if others.exclude(pk=variant.pk).exists():
        raise problem
    check(variant)
    try:
        with transaction.atomic():
            variant.save()
            search.refresh(variant.photographs.values_list("asset", flat=True))
    except IntegrityError as error:
        raise problem from error
    return variant
