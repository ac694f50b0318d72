"""Products and variants as clients send them."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from apps.accounts.api.resource import Visible
from apps.assets.models import Collection
from apps.catalog.models import Category, Drop, Product, Season


class VariantChangesSerializer(serializers.Serializer[Any]):
    """What of a variant can be set."""

    sku = serializers.CharField(max_length=64)
    colour_name = serializers.CharField(max_length=60, allow_blank=True, required=False)
    swatch = serializers.RegexField(r"^#[0-9a-fA-F]{6}$", allow_blank=True, required=False)
    size = serializers.CharField(max_length=20, allow_blank=True, required=False)


class NewVariantSerializer(VariantChangesSerializer):
    """A variant added to a product."""

    product = Visible(queryset=Product.objects.all())


class ProductChangesSerializer(serializers.Serializer[Any]):
    """What of a product can be set."""

    name = serializers.CharField(max_length=160)
    style_code = serializers.CharField(max_length=40)
    description = serializers.CharField(allow_blank=True, required=False)
    category = serializers.ChoiceField(Category.choices, required=False)
    collection = Visible(queryset=Collection.objects.all(), allow_null=True, required=False)
    season = Visible(queryset=Season.objects.all(), allow_null=True, required=False)
    drop = Visible(queryset=Drop.objects.all(), allow_null=True, required=False)
    price = serializers.DecimalField(
        max_digits=19,
        decimal_places=9,
        min_value=Decimal(0),
        allow_null=True,
        required=False,
        help_text="In units of the currency.",
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, help_text="ISO 4217.")
    edition = serializers.CharField(max_length=80, allow_blank=True, required=False)
    material = serializers.CharField(max_length=200, allow_blank=True, required=False)
    care = serializers.CharField(max_length=200, allow_blank=True, required=False)


class NewProductSerializer(ProductChangesSerializer):
    """A product with its first variants."""

    variants = VariantChangesSerializer(many=True, required=False)
