"""``/seasons/``"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.models import Season
from apps.catalog.seasons import create_season, update_season


class SeasonSerializer(serializers.ModelSerializer[Season]):
    """A season."""

    slug = serializers.SlugField(max_length=60, required=False)

    class Meta:
        model = Season
        fields = ["id", "slug", "name", "starts_on"]
        read_only_fields = ["id"]


@extend_schema_view(
    list=extend_schema(operation_id="seasons_list", summary="Seasons", tags=["seasons"]),
    retrieve=extend_schema(operation_id="seasons_read", summary="A season", tags=["seasons"]),
)
class SeasonViewSet(Resource[Season]):
    """The team's seasons."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.EDIT_PRODUCTS,
        "partial_update": Action.EDIT_PRODUCTS,
    }
    queryset = Season.objects.none()
    serializer_class = SeasonSerializer
    ordering_fields = ["starts_on", "name"]
    ordering = ["-starts_on", "name"]

    def get_queryset(self) -> QuerySet[Season]:
        return Season.objects.visible_to(self.user)

    @extend_schema(
        operation_id="seasons_create",
        summary="Create a season",
        tags=["seasons"],
        responses={201: SeasonSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        season = create_season(team=self.user.team, **self.checked(SeasonSerializer, request))
        return Response(SeasonSerializer(season).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="seasons_change", summary="Change a season", tags=["seasons"])
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        season = self.get_object()
        changed = update_season(season, **self.checked(SeasonSerializer, request))
        return Response(SeasonSerializer(changed).data)
