"""``/photographs/``: which asset shows which variant, from which side."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, Visible
from apps.accounts.permissions import Action
from apps.assets.models import Asset
from apps.catalog.models import Photograph, Variant, View
from apps.catalog.photographs import attach_photograph, detach_photograph, set_view


class PhotographSerializer(serializers.ModelSerializer[Photograph]):
    """An asset that shows a variant from one side."""

    asset = Visible(queryset=Asset.objects.all())
    variant = Visible(queryset=Variant.objects.all())

    class Meta:
        model = Photograph
        fields = ["id", "variant", "asset", "view", "created_at"]
        read_only_fields = ["id", "created_at"]


class PhotographViewSerializer(serializers.Serializer[Any]):
    """The side a photograph shows."""

    view = serializers.ChoiceField(View.choices)


class PhotographFilter(django_filters.FilterSet):
    """``?variant=…&product=…&view=front``"""

    variant = django_filters.UUIDFilter("variant_id")
    product = django_filters.UUIDFilter("variant__product_id")
    view = django_filters.ChoiceFilter(choices=View.choices)

    class Meta:
        model = Photograph
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(
        operation_id="photographs_list", summary="Photographs of variants", tags=["photographs"]
    ),
    retrieve=extend_schema(
        operation_id="photographs_read", summary="A photograph", tags=["photographs"]
    ),
)
class PhotographViewSet(Resource[Photograph]):
    """Which asset shows which variant, from which side."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.EDIT_PRODUCTS,
        "partial_update": Action.EDIT_PRODUCTS,
        "destroy": Action.EDIT_PRODUCTS,
    }
    queryset = Photograph.objects.none()
    serializer_class = PhotographSerializer
    filterset_class = PhotographFilter
    ordering_fields = ["created_at", "view"]
    ordering = ["-created_at", "id"]

    def get_queryset(self) -> QuerySet[Photograph]:
        return Photograph.objects.visible_to(self.user)

    @extend_schema(
        operation_id="photographs_attach",
        summary="Say which variant an asset shows",
        tags=["photographs"],
        responses={201: PhotographSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        photograph = attach_photograph(**self.checked(PhotographSerializer, request))
        return Response(PhotographSerializer(photograph).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="photographs_set_view",
        summary="Correct the side a photograph shows",
        tags=["photographs"],
        request=PhotographViewSerializer,
        responses=PhotographSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        photograph = self.get_object()
        given = PhotographViewSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        changed = set_view(photograph, given.validated_data["view"])
        return Response(PhotographSerializer(changed).data)

    @extend_schema(
        operation_id="photographs_detach",
        summary="Take a photograph off its variant; the asset stays",
        tags=["photographs"],
    )
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        detach_photograph(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
