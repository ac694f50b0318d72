"""``/drops/``: when parts of a season go on sale, with the board of each."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, Visible
from apps.accounts.permissions import Action
from apps.catalog.board import Block, DropBoard, drop_boards
from apps.catalog.models import Drop, Season
from apps.catalog.seasons import create_drop, update_drop


class DropChangesSerializer(serializers.ModelSerializer[Drop]):
    """What of a drop can be changed; it keeps its season. ``time_zone`` is an IANA name."""

    slug = serializers.SlugField(max_length=60, required=False)

    class Meta:
        model = Drop
        fields = ["slug", "name", "goes_live_at", "time_zone"]


class DropSerializer(DropChangesSerializer):
    """A drop."""

    season = Visible(queryset=Season.objects.all())

    class Meta(DropChangesSerializer.Meta):
        fields = ["id", "season", "slug", "name", "goes_live_at", "time_zone"]
        read_only_fields = ["id"]
        # The service says it in its own words and with its own code.
        validators: list[Any] = []


class BlockSerializer(serializers.Serializer[Block]):
    """A reason why the date is not safe."""

    words = serializers.CharField()
    products = serializers.SerializerMethodField()

    def get_products(self, block: Block) -> list[str]:
        return [str(product.pk) for product in block.products]


class StagesSerializer(serializers.Serializer[Any]):
    """Products that have reached each stage."""

    planned = serializers.IntegerField()
    shot = serializers.IntegerField()
    made = serializers.IntegerField()
    approved = serializers.IntegerField()
    published = serializers.IntegerField()


class DropBoardSerializer(serializers.Serializer[DropBoard]):
    """How far a drop is."""

    drop = DropSerializer()
    counts = StagesSerializer()
    blocks = BlockSerializer(many=True)
    ready = serializers.BooleanField()
    overdue = serializers.BooleanField()


class DropFilter(django_filters.FilterSet):
    """``?season=aw27``"""

    season = django_filters.CharFilter("season__slug", help_text="Slug of a season.")

    class Meta:
        model = Drop
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="drops_list", summary="Drops by date", tags=["drops"]),
    retrieve=extend_schema(operation_id="drops_read", summary="A drop", tags=["drops"]),
)
class DropViewSet(Resource[Drop]):
    """The team's drops."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "board": Action.READ,
        "create": Action.EDIT_PRODUCTS,
        "partial_update": Action.PUBLISH,
    }
    queryset = Drop.objects.none()
    serializer_class = DropSerializer
    filterset_class = DropFilter
    ordering_fields = ["goes_live_at", "name"]
    ordering = ["goes_live_at", "name"]

    def get_queryset(self) -> QuerySet[Drop]:
        return Drop.objects.visible_to(self.user).select_related("season")

    @extend_schema(
        operation_id="drops_create",
        summary="Create a drop",
        tags=["drops"],
        responses={201: DropSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        drop = create_drop(**self.checked(DropSerializer, request))
        return Response(DropSerializer(drop).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="drops_change",
        summary="Change a drop; its date decides what is public",
        tags=["drops"],
        request=DropChangesSerializer,
        responses=DropSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        drop = self.get_object()
        changed = update_drop(drop, **self.checked(DropChangesSerializer, request))
        return Response(DropSerializer(changed).data)

    @extend_schema(
        operation_id="drops_board",
        summary="How far a drop is, and what blocks its date",
        tags=["drops"],
        responses=DropBoardSerializer,
    )
    @action(detail=True)
    def board(self, request: Request, **kwargs: Any) -> Response:
        [board] = drop_boards([self.get_object()])
        return Response(DropBoardSerializer(board).data)
