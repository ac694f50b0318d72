"""``/product-media/``: what reviewers approved."""

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.models import MediaRole, ProductMedia, View


class MediaSerializer(serializers.ModelSerializer[ProductMedia]):
    """An approval; ``withdrawn_at`` is null while it stands."""

    class Meta:
        model = ProductMedia
        fields = [
            "id",
            "variant",
            "version",
            "role",
            "view",
            "approved_by",
            "approved_at",
            "withdrawn_at",
        ]
        read_only_fields = fields


class MediaFilter(django_filters.FilterSet):
    """``?product=…&role=packshot&standing=true``"""

    variant = django_filters.UUIDFilter("variant_id")
    product = django_filters.UUIDFilter("variant__product_id")
    view = django_filters.ChoiceFilter(choices=View.choices)
    role = django_filters.ChoiceFilter(choices=MediaRole.choices)
    standing = django_filters.BooleanFilter("withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = ProductMedia
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(
        operation_id="product_media_list", summary="Approved media", tags=["product media"]
    ),
    retrieve=extend_schema(
        operation_id="product_media_read", summary="An approval", tags=["product media"]
    ),
)
class MediaViewSet(Resource[ProductMedia]):
    """What reviewers approved. Read only: approving is done in a review."""

    actions = {"list": Action.READ, "retrieve": Action.READ}
    queryset = ProductMedia.objects.none()
    serializer_class = MediaSerializer
    filterset_class = MediaFilter
    ordering_fields = ["approved_at"]
    ordering = ["-approved_at", "id"]

    def get_queryset(self) -> QuerySet[ProductMedia]:
        return ProductMedia.objects.visible_to(self.user)
