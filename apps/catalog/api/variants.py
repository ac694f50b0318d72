"""``/variants/``: colourways in their sizes."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.models import Variant
from apps.catalog.products import add_variant, update_variant

from .product_filters import VariantFilter
from .products_shown import VariantSerializer
from .products_written import NewVariantSerializer, VariantChangesSerializer

TAGS = ["variants"]


@extend_schema_view(
    list=extend_schema(operation_id="variants_list", summary="Variants", tags=TAGS),
    retrieve=extend_schema(operation_id="variants_read", summary="A variant", tags=TAGS),
)
class VariantViewSet(Resource[Variant]):
    """The team's variants, of every product."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.EDIT_PRODUCTS,
        "partial_update": Action.EDIT_PRODUCTS,
    }
    queryset = Variant.objects.none()
    serializer_class = VariantSerializer
    filterset_class = VariantFilter
    ordering_fields = ["sku", "position", "created_at"]
    ordering = ["sku", "id"]

    def get_queryset(self) -> QuerySet[Variant]:
        return Variant.objects.visible_to(self.user)

    @extend_schema(
        operation_id="variants_create",
        summary="Add a variant to a product",
        tags=TAGS,
        request=NewVariantSerializer,
        responses={201: VariantSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        values = self.checked(NewVariantSerializer, request)
        variant = add_variant(values.pop("product"), **values)
        return Response(VariantSerializer(variant).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="variants_change",
        summary="Change a variant",
        tags=TAGS,
        request=VariantChangesSerializer,
        responses=VariantSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        variant = self.get_object()
        changed = update_variant(variant, **self.checked(VariantChangesSerializer, request))
        return Response(VariantSerializer(changed).data)
