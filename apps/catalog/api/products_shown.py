"""Products and variants as the API answers them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.catalog.models import Product, Variant
from apps.catalog.standing import Standing


class VariantSerializer(serializers.ModelSerializer[Variant]):
    """A colourway in a size."""

    class Meta:
        model = Variant
        fields = [
            "id",
            "product",
            "sku",
            "colour_name",
            "swatch",
            "size",
            "position",
            "created_at",
        ]
        read_only_fields = fields


class StandingSerializer(serializers.Serializer[Standing]):
    """How far a product is."""

    missing_views = serializers.IntegerField(source="missing")
    photographs = serializers.IntegerField()
    waiting_reviews = serializers.IntegerField(source="waiting")
    approved_media = serializers.IntegerField()
    live = serializers.BooleanField()


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A style with its variants and how far it is; ``standings`` in the context says the latter."""

    price = serializers.DecimalField(max_digits=19, decimal_places=9, allow_null=True)
    variants = VariantSerializer(many=True)
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = [
            "id",
            "style_code",
            "slug",
            "name",
            "description",
            "category",
            "collection",
            "season",
            "drop",
            "price",
            "currency",
            "edition",
            "material",
            "care",
            "status",
            "standing",
            "variants",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    @extend_schema_field(StandingSerializer)
    def get_standing(self, product: Product) -> Any:
        return StandingSerializer(self.context["standings"][product.pk]).data
