"""``/assets/bin/`` and ``/assets/{id}/versions/{number}/``: what goes, and until when it can come
back."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.assets import bin as deleted
from apps.assets import versions
from apps.assets.listing import with_pictures
from apps.assets.models import Asset

from .assets_shown import AssetSerializer


class BinnedSerializer(AssetSerializer):
    """A deleted asset, and when it goes for good."""

    gone_at = serializers.SerializerMethodField()

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "deleted_at", "gone_at"]
        read_only_fields = fields

    def get_gone_at(self, asset: Asset) -> str | None:
        moment = deleted.gone_at(asset)
        return None if moment is None else moment.isoformat()


class BinActions(Resource[Asset]):
    """For the assets' view set."""

    bin_actions = {"bin": Action.DELETE_ASSETS, "version": Action.DELETE_ASSETS}

    @extend_schema(
        operation_id="assets_bin",
        summary="Deleted assets, the last one first, and when they go for good",
        tags=["assets"],
        responses=BinnedSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], filter_backends=[])
    def bin(self, request: Request) -> Response:
        found = Asset.objects.deleted_visible_to(self.user).order_by("-deleted_at", "-pk")
        page = self.paginate_queryset(with_pictures(found))
        context = self.get_serializer_context()
        return self.get_paginated_response(BinnedSerializer(page, many=True, context=context).data)

    @extend_schema(
        operation_id="assets_version_delete",
        summary="Remove a version; never the first, never the current one",
        tags=["assets"],
        request=None,
        responses={204: None},
    )
    @action(
        detail=True,
        methods=["delete"],
        filter_backends=[],
        url_path=r"versions/(?P<number>[0-9]{1,9})",
    )
    def version(self, request: Request, **kwargs: Any) -> Response:
        versions.remove(self.get_object(), int(kwargs["number"]))
        return Response(status=status.HTTP_204_NO_CONTENT)
