"""``POST /assets/export/``: many files as one ZIP."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.catalog.exporting import MOST, prepare
from apps.catalog.naming.templates import LONGEST
from apps.catalog.pages.export import sent


class ExportSerializer(serializers.Serializer[Any]):
    """What is wanted, under which names. With a territory or a channel rights are asked."""

    asset_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)
    template = serializers.CharField(max_length=LONGEST, required=False)
    territory = serializers.RegexField(r"^([A-Z]{2}|001)$", required=False)
    channel = serializers.SlugField(max_length=32, required=False)


class ExportView(APIView):
    """A ZIP of the current originals and ``metadata.csv``, written while it is sent."""

    actions = {"post": Action.READ}

    @extend_schema(
        operation_id="assets_export",
        summary="Many originals as one ZIP with a table of what they are",
        tags=["assets"],
        request=ExportSerializer,
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request) -> HttpResponseBase:
        assert isinstance(request.user, User)
        given = ExportSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        return sent(request._request, prepare(request.user, said.pop("asset_ids"), **said))
