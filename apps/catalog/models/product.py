"""A product (a style) and its variants (a colourway and size, each with its SKU)."""

from decimal import Decimal
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from apps.assets.models import Collection
from skyy.identifiers import new_id
from skyy.money import from_nano

from .season import Drop, Season
from .shots import Category


class ProductStatus(models.TextChoices):
    """Whether the house still works on the style."""

    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")


class ProductQuerySet(models.QuerySet["Product"]):
    """Products."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


class Product(models.Model):
    """A style. ``price_nano`` is in 10⁻⁹ units of ``currency``, null while no price is set."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="products")
    style_code = models.CharField(_("style code"), max_length=40)
    slug = models.SlugField(_("slug"), max_length=120)
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    category = models.CharField(
        _("category"), max_length=16, choices=Category.choices, default=Category.OTHER
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="products", null=True, blank=True
    )
    season = models.ForeignKey(
        Season, on_delete=models.PROTECT, related_name="products", null=True, blank=True
    )
    drop = models.ForeignKey(
        Drop, on_delete=models.SET_NULL, related_name="products", null=True, blank=True
    )
    price_nano = models.BigIntegerField(_("price in 10⁻⁹ units"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    edition = models.CharField(_("edition"), max_length=80, blank=True)
    material = models.CharField(_("material"), max_length=200, blank=True)
    care = models.CharField(_("care"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ProductStatus.choices, default=ProductStatus.ACTIVE
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["collection", "name"]
        constraints = [
            models.UniqueConstraint(fields=["team", "style_code"], name="catalog_product_style"),
            # Not per team: the slug is the product's address on the house's one showcase.
            models.UniqueConstraint(fields=["slug"], name="catalog_product_slug"),
            models.CheckConstraint(
                condition=models.Q(price_nano__isnull=True) | models.Q(price_nano__gte=0),
                name="catalog_product_price_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Decimal | None:
        """The price in units of ``currency``."""
        return None if self.price_nano is None else from_nano(self.price_nano)


class VariantQuerySet(models.QuerySet["Variant"]):
    """Variants."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


class Variant(models.Model):
    """What is photographed, made and sold; photographs and results belong here, and are never
    compared with another colourway's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="variants")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(_("SKU"), max_length=64)
    colour_name = models.CharField(_("colour"), max_length=60, blank=True)
    swatch = models.CharField(
        _("swatch"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #b76e79."))],
    )
    size = models.CharField(_("size"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = VariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["product", "position", "sku"]
        constraints = [
            models.UniqueConstraint(fields=["team", "sku"], name="catalog_variant_sku"),
        ]

    def __str__(self) -> str:
        return self.sku
