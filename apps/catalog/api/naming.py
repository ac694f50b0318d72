"""``/naming/``: how the team names its files; ``/tray/``: what could not be read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, Visible
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.assets.api.assets_shown import AssetSerializer
from apps.assets.listing import with_pictures
from apps.assets.models import Asset
from apps.catalog import tray
from apps.catalog.models import Variant, View
from apps.catalog.naming.house import MOST, naming_of, set_naming
from apps.catalog.naming.templates import LONGEST

TAGS = ["naming"]


class NamingSerializer(serializers.Serializer[Any]):
    """Templates such as ``{sku}_{view}``: ``reads`` for names that come in, in the order in which
    they are tried, ``writes`` for names that go out."""

    reads = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST), min_length=1, max_length=MOST
    )
    writes = serializers.CharField(max_length=LONGEST)


class NamingView(APIView):
    """``GET`` and ``PUT /naming/``."""

    actions = {"get": Action.READ, "put": Action.EDIT_COLLECTIONS}

    @extend_schema(
        operation_id="naming_read", summary="How files are named", tags=TAGS,
        responses=NamingSerializer,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        return Response(NamingSerializer(naming_of(request.user.team)).data)

    @extend_schema(
        operation_id="naming_set",
        summary="Say how files are named",
        tags=TAGS,
        request=NamingSerializer,
        responses=NamingSerializer,
    )
    def put(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        given = NamingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        naming = set_naming(request.user.team, **given.validated_data)
        return Response(NamingSerializer(naming).data)


class PlacingSerializer(serializers.Serializer[Any]):
    """Which photographs show which variant. Without a view, each name's own."""

    asset_ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=tray.MOST
    )
    variant = Visible(queryset=Variant.objects.all())
    view = serializers.ChoiceField(View.choices, required=False)


class PlacedSerializer(serializers.Serializer[Any]):
    """How many found their place."""

    placed = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(
        operation_id="tray_list",
        summary="Photographs that wait to be placed, newest first",
        tags=TAGS,
    )
)
class TrayViewSet(Resource[Asset]):
    """The tray."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "place": Action.EDIT_PRODUCTS,
        "read_again": Action.EDIT_PRODUCTS,
    }
    queryset = Asset.objects.none()
    serializer_class = AssetSerializer
    ordering_fields = ["created_at", "name"]
    ordering = ["-created_at", "-id"]

    def get_queryset(self) -> QuerySet[Asset]:
        return with_pictures(tray.waiting(self.user))

    @extend_schema(
        operation_id="tray_read", summary="One of them", tags=TAGS, responses=AssetSerializer
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        operation_id="tray_place",
        summary="Say which variant photographs show, all or none",
        tags=TAGS,
        request=PlacingSerializer,
        responses=PlacedSerializer,
    )
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    @once
    def place(self, request: Request) -> Response:
        given = self.checked(PlacingSerializer, request)
        number = tray.place_many(
            self.user, given["asset_ids"], given["variant"], given.get("view", "")
        )
        return Response({"placed": number})

    @extend_schema(
        operation_id="tray_read_again",
        summary="Read all names again, as after a change of the templates",
        tags=TAGS,
        request=None,
        responses=PlacedSerializer,
    )
    @action(
        detail=False,
        methods=["post"],
        url_path="read-again",
        filter_backends=[],
        pagination_class=None,
    )
    @once
    def read_again(self, request: Request) -> Response:
        return Response({"placed": tray.read_again(self.user)})
