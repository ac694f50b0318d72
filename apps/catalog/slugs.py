"""Addresses made from names."""

from django.utils.text import slugify

from .models import Product

LONGEST = 110
"""Characters; leaves room for a number within the field's 120."""


def free_product_slug(name: str) -> str:
    """Return a slug no product of the house has yet, such as ``noir-coat`` or ``noir-coat-2``."""
    base = slugify(name)[:LONGEST].strip("-") or "product"
    taken = set(Product.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
