"""``/assets/{id}/rights/``: what an asset may be used for, and whether this use is among it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.assets.models import Asset, AssetKind, Rights
from apps.assets.rights.check import refusals
from apps.assets.rights.terms import Use
from apps.assets.rights.writing import Terms, clear_rights, set_rights

TAGS = ["rights"]


def _codes(example: str) -> Any:
    return serializers.ListField(
        child=serializers.CharField(max_length=32), max_length=250, default=list, help_text=example
    )


class RightsSerializer(serializers.Serializer[Any]):
    """The terms of one asset. No territories or channels: all of them. Days are inclusive."""

    owner = serializers.CharField(max_length=160, allow_blank=True, default="")
    licence = serializers.CharField(max_length=400, allow_blank=True, default="")
    territories = _codes("ISO 3166-1 alpha-2, such as FR.")
    channels = _codes("Such as showcase.")
    starts_on = serializers.DateField(allow_null=True, default=None)
    ends_on = serializers.DateField(allow_null=True, default=None)


class UseSerializer(serializers.Serializer[Any]):
    """A use somebody has in mind; what is left out is not asked."""

    territory = serializers.RegexField(
        r"^([A-Z]{2}|001)$", required=False, help_text="ISO 3166-1 alpha-2, or 001 for the world."
    )
    channel = serializers.SlugField(max_length=32, required=False)
    at = serializers.DateTimeField(required=False, help_text="Now when left out.")
    kind = serializers.ChoiceField(
        AssetKind.choices, required=False, help_text="What is to be made, for releases."
    )


class RefusalSerializer(serializers.Serializer[Any]):
    """One reason; ``asset_id`` may be something the asset was made from."""

    code = serializers.CharField()
    message = serializers.CharField()
    asset_id = serializers.UUIDField()


class VerdictSerializer(serializers.Serializer[Any]):
    """Whether the use is allowed, and every reason why not."""

    allowed = serializers.BooleanField()
    refusals = RefusalSerializer(many=True)


class RightsActions(Resource[Asset]):
    """What ``AssetViewSet`` can do about rights."""

    rights_actions = {
        "rights": Action.READ,
        "set_rights": Action.EDIT_RIGHTS,
        "clear_rights": Action.EDIT_RIGHTS,
        "check_rights": Action.READ,
    }

    @extend_schema(
        operation_id="assets_rights",
        summary="What an asset may be used for; all empty where it is the house's own and free",
        tags=TAGS,
        responses=RightsSerializer,
    )
    @action(detail=True, methods=["get"], filter_backends=[])
    def rights(self, request: Request, **kwargs: Any) -> Response:
        rights = Rights.objects.filter(asset=self.get_object()).first()
        return Response(RightsSerializer(rights or Terms()).data)

    @extend_schema(
        operation_id="assets_set_rights",
        summary="Say what an asset may be used for, replacing what was said",
        tags=TAGS,
        request=RightsSerializer,
        responses=RightsSerializer,
    )
    @rights.mapping.put
    def set_rights(self, request: Request, **kwargs: Any) -> Response:
        asset = self.get_object()
        given = self.checked(RightsSerializer, request)
        return Response(RightsSerializer(set_rights(asset, Terms(**given), self.user)).data)

    @extend_schema(
        operation_id="assets_clear_rights",
        summary="Take the terms away: the asset is the house's own and free",
        tags=TAGS,
        request=None,
        responses={204: None},
    )
    @rights.mapping.delete
    def clear_rights(self, request: Request, **kwargs: Any) -> Response:
        clear_rights(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="assets_check_rights",
        summary="Whether a use is allowed, by the asset's rights and those of what it is made from",
        tags=TAGS,
        parameters=[UseSerializer],
        responses=VerdictSerializer,
    )
    @action(detail=True, methods=["get"], url_path="rights/check", filter_backends=[])
    def check_rights(self, request: Request, **kwargs: Any) -> Response:
        asset = self.get_object()
        asked = UseSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        use = Use.at(given.pop("at", None), **given)
        found = refusals(asset.versions.values_list("pk", flat=True), use)
        return Response(VerdictSerializer({"allowed": not found, "refusals": found}).data)
