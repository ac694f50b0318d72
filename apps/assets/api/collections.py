"""``/collections/``: collections of the house and what lies in them."""

from typing import Any

from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.assets.collections import create_collection, delete_collection, update_collection
from apps.assets.models import Collection
from apps.assets.statistics import statistics
from skyy.api.conditional import Conditional

TAGS = ["collections"]
_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", "A colour is written #rrggbb.")


class BackdropSerializer(serializers.Serializer[Any]):
    """The gradient behind packshots."""

    top = serializers.CharField(validators=[_colour])
    bottom = serializers.CharField(validators=[_colour])

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        # Changing a collection may leave any field out, but a gradient is one value.
        missing = [name for name in ("top", "bottom") if name not in attrs]
        if missing:
            raise serializers.ValidationError(
                {name: [_("A backdrop has two colours.")] for name in missing}
            )
        return attrs


class CollectionSerializer(serializers.ModelSerializer[Collection]):
    """A collection."""

    backdrop = BackdropSerializer(required=False)

    class Meta:
        model = Collection
        fields = [
            "id",
            "slug",
            "name",
            "description",
            "backdrop",
            "retention",
            "retention_number",
            "position",
            "created_at",
        ]
        read_only_fields = ["id", "created_at"]


class StatisticsSerializer(serializers.Serializer[Any]):
    """Counts of assets that are not deleted; ``size`` in bytes of their current originals."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    total = serializers.IntegerField()
    size = serializers.IntegerField()
    kinds = serializers.DictField(child=serializers.IntegerField())
    roles = serializers.DictField(child=serializers.IntegerField())
    statuses = serializers.DictField(child=serializers.IntegerField())


@extend_schema_view(
    list=extend_schema(operation_id="collections_list", summary="Collections", tags=TAGS),
    retrieve=extend_schema(operation_id="collections_read", summary="A collection", tags=TAGS),
)
class CollectionViewSet(Conditional[Collection], Resource[Collection]):
    """The team's collections."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "stats": Action.READ,
        "all_stats": Action.READ,
        "create": Action.EDIT_COLLECTIONS,
        "partial_update": Action.EDIT_COLLECTIONS,
        "destroy": Action.EDIT_COLLECTIONS,
    }
    queryset = Collection.objects.none()
    serializer_class = CollectionSerializer
    filterset_fields = ["slug"]
    ordering_fields = ["position", "name", "created_at"]
    ordering = ["position", "name", "id"]

    def get_queryset(self) -> QuerySet[Collection]:
        return Collection.objects.visible_to(self.user)

    @extend_schema(
        operation_id="collections_create",
        summary="Make a collection",
        tags=TAGS,
        request=CollectionSerializer,
        responses={201: CollectionSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        values = self.checked(CollectionSerializer, request)
        made = create_collection(team=self.user.team, **values)
        return Response(CollectionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="collections_change",
        summary="Change a collection",
        tags=TAGS,
        request=CollectionSerializer,
        responses=CollectionSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        collection = self.get_object()
        changed = update_collection(collection, **self.checked(CollectionSerializer, request))
        return Response(CollectionSerializer(changed).data)

    @extend_schema(
        operation_id="collections_delete",
        summary="Remove a collection; its assets stay",
        tags=TAGS,
        request=None,
    )
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        delete_collection(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="collections_stats",
        summary="What lies in a collection",
        tags=TAGS,
        responses=StatisticsSerializer,
    )
    @action(detail=True, methods=["get"], filter_backends=[])
    def stats(self, request: Request, **kwargs: Any) -> Response:
        return Response(_counted([self.get_object()])[0])

    @extend_schema(
        operation_id="collections_all_stats",
        summary="What lies in every collection",
        tags=TAGS,
        responses=StatisticsSerializer(many=True),
    )
    @action(
        detail=False, methods=["get"], url_path="stats", filter_backends=[], pagination_class=None
    )
    def all_stats(self, request: Request) -> Response:
        return Response(_counted(list(self.get_queryset())))


def _counted(collections: list[Collection]) -> list[dict[str, Any]]:
    found = statistics(collections)
    return [
        {
            "id": str(collection.pk),
            "slug": collection.slug,
            "name": collection.name,
            **found[collection.pk],
        }
        for collection in collections
    ]
