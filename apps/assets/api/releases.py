"""``/releases/``: people's word that their portrait or voice may be used."""

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
from apps.assets.models import Asset, AssetKind, Release
from apps.assets.rights.releases import add_release, withdraw_release

TAGS = ["rights"]


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """A release. ``scope``: kinds of asset that may be made; ``expires_on``: its last day."""

    asset = Visible(queryset=Asset.objects.all())
    document = Visible(queryset=Asset.objects.all())
    scope = serializers.ListField(
        child=serializers.ChoiceField(AssetKind.choices), min_length=1, max_length=6
    )

    class Meta:
        model = Release
        fields = ["id", "asset", "person", "scope", "expires_on", "document", "created_at"]
        read_only_fields = ["id", "created_at"]


class ReleaseFilter(django_filters.FilterSet):
    """``?asset=…&expires_before=2027-01-01``"""

    asset = django_filters.UUIDFilter("asset_id")
    expires_before = django_filters.DateFilter("expires_on", "lt")

    class Meta:
        model = Release
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="releases_list", summary="Releases", tags=TAGS),
    retrieve=extend_schema(operation_id="releases_read", summary="A release", tags=TAGS),
)
class ReleaseViewSet(Resource[Release]):
    """The team's releases."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.EDIT_RIGHTS,
        "destroy": Action.EDIT_RIGHTS,
    }
    queryset = Release.objects.none()
    serializer_class = ReleaseSerializer
    filterset_class = ReleaseFilter
    ordering_fields = ["expires_on", "created_at", "person"]
    ordering = ["expires_on", "id"]

    def get_queryset(self) -> QuerySet[Release]:
        return Release.objects.visible_to(self.user)

    @extend_schema(
        operation_id="releases_add",
        summary="Record a release for a portrait or a voice sample",
        tags=TAGS,
        request=ReleaseSerializer,
        responses={201: ReleaseSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        given = self.checked(ReleaseSerializer, request)
        made = add_release(user=self.user, **given)
        return Response(ReleaseSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="releases_withdraw",
        summary="Take a release back; nothing more is made on its word",
        tags=TAGS,
        request=None,
        responses={204: None},
    )
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        withdraw_release(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
