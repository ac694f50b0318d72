"""``/assets/{id}/link/``: an address that hands the current original out for some minutes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.assets.links import link_to
from apps.assets.models import Asset
from skyy.api.errors import Code, Problem


class LinkSerializer(serializers.Serializer[Any]):
    """Whoever has the address gets the file until it expires; nothing else is asked."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()
    filename = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class LinkActions(Resource[Asset]):
    """For the assets' view set."""

    link_actions = {"link": Action.READ}

    @extend_schema(
        operation_id="assets_link",
        summary="An address for the current original, made now and good for 15 minutes",
        tags=["assets"],
        request=None,
        responses=LinkSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    def link(self, request: Request, **kwargs: Any) -> Response:
        version = self.get_object().current_version
        if version is None:
            raise Problem(Code.NOT_FOUND, "This asset has no file yet.")
        made = link_to(version)
        told = {
            "url": made.url,
            "expires_at": made.expires_at,
            "filename": version.filename,
            "media_type": version.blob.media_type,
            "size": version.blob.size,
            "sha256": version.blob.sha256,
        }
        return Response(LinkSerializer(told).data)
