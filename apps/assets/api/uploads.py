"""``/assets/uploads/``: files that are sent to an address signed for them, then confirmed."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.resource import Resource, VisibleSlug
from apps.accounts.permissions import Action
from apps.assets.content.roles import DEFAULT_ROLE
from apps.assets.listing import with_pictures
from apps.assets.models import Asset, Collection, Upload, UploadStatus
from apps.assets.uploads.addresses import Address
from apps.assets.uploads.confirming import confirm, give_up
from apps.assets.uploads.limits import ADDRESSES_AT_ONCE, MOST_PARTS
from apps.assets.uploads.opening import address_of, open_upload
from apps.assets.uploads.parts import addresses, arrived
from skyy.api.errors import Code
from skyy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key

from .assets_shown import AssetDetailSerializer

TAGS = ["uploads"]


class UploadSerializer(serializers.ModelSerializer[Upload]):
    """An upload. ``error`` says why it was refused; ``part_size`` is 0 where the file comes in one
    piece."""

    asset_id = serializers.UUIDField(allow_null=True)
    error = serializers.DictField(allow_null=True)

    class Meta:
        model = Upload
        fields = [
            "id",
            "status",
            "filename",
            "size",
            "role",
            "part_size",
            "asset_id",
            "error",
            "created_at",
            "expires_at",
        ]
        read_only_fields = fields


class AddressSerializer(serializers.Serializer[Any]):
    """Where the file goes: the body of a PUT with these headers, or the last field (``file``) of a
    form that begins with these fields."""

    method = serializers.CharField()
    url = serializers.CharField()
    headers = serializers.DictField(child=serializers.CharField())
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    expires_at = serializers.DateTimeField()


class OpenedSerializer(UploadSerializer):
    """An upload with its address; ``null`` once it waits for nothing, and where the file comes in
    parts."""

    address = AddressSerializer(allow_null=True)

    class Meta(UploadSerializer.Meta):
        fields = [*UploadSerializer.Meta.fields, "address"]
        read_only_fields = fields


class FormSerializer(serializers.Serializer[Any]):
    """How the file will be sent."""

    form = serializers.BooleanField(default=False, help_text="As a form (POST) and not as a body.")


class PartNumbersSerializer(serializers.Serializer[Any]):
    """Which parts will be sent, from 1 on."""

    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MOST_PARTS),
        min_length=1,
        max_length=ADDRESSES_AT_ONCE,
    )


class PartSerializer(serializers.Serializer[Any]):
    """A part of a file, of exactly ``size`` bytes. ``address`` takes it, where it was asked for."""

    number = serializers.IntegerField()
    size = serializers.IntegerField()
    arrived = serializers.BooleanField()
    address = AddressSerializer(allow_null=True)


class OpenSerializer(FormSerializer):
    """What is to come. ``media_type`` and ``sha256``, where given, must fit what arrives."""

    filename = serializers.CharField(max_length=4000, trim_whitespace=False)
    size = serializers.IntegerField(min_value=0, max_value=2**40)
    media_type = serializers.CharField(max_length=100, default="", allow_blank=True)
    sha256 = serializers.RegexField(
        r"^[0-9a-fA-F]{64}\Z", default="", allow_blank=True, help_text="In hexadecimal."
    )
    name = serializers.CharField(max_length=200, default="", allow_blank=True)
    role = serializers.SlugField(max_length=32, default=DEFAULT_ROLE)
    parts = serializers.BooleanField(default=False, help_text="In parts of ``part_size`` bytes.")
    collection = VisibleSlug(
        code=Code.COLLECTION_UNKNOWN,
        slug_field="slug",
        queryset=Collection.objects.all(),
        required=False,
        allow_null=True,
    )


@extend_schema_view(
    list=extend_schema(operation_id="uploads_list", summary="One's own uploads", tags=TAGS),
    retrieve=extend_schema(operation_id="uploads_read", summary="An upload", tags=TAGS),
)
class UploadViewSet(Resource[Upload]):
    """One's own uploads."""

    actions = {
        "list": Action.UPLOAD,
        "retrieve": Action.UPLOAD,
        "create": Action.UPLOAD,
        "destroy": Action.UPLOAD,
        "address": Action.UPLOAD,
        "parts": Action.UPLOAD,
        "sign_parts": Action.UPLOAD,
        "confirm": Action.UPLOAD,
    }
    queryset = Upload.objects.none()
    serializer_class = UploadSerializer
    filterset_fields = ["status"]
    ordering_fields = ["created_at"]
    ordering = ["-created_at", "-id"]
    throttle_scope = "upload"

    def get_queryset(self) -> QuerySet[Upload]:
        return Upload.objects.visible_to(self.user).select_related("asset", "collection")

    @extend_schema(
        operation_id="uploads_open",
        summary="Say what is to come and get the address it is sent to",
        tags=TAGS,
        request=OpenSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: OpenedSerializer},
    )
    def create(self, request: Request) -> Response:
        given = self.checked(OpenSerializer, request)
        form = given.pop("form")
        upload = open_upload(self.user, **given, idempotency_key=idempotency_key(request))
        waiting = upload.status == UploadStatus.WAITING and not upload.part_size
        address = address_of(upload, form=form) if waiting else None
        return _told(upload, address, status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="uploads_address",
        summary="A fresh address for a file that has not come",
        tags=TAGS,
        request=FormSerializer,
        responses=OpenedSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    def address(self, request: Request, **kwargs: Any) -> Response:
        upload, form = self.get_object(), self.checked(FormSerializer, request)["form"]
        return _told(upload, address_of(upload, form=form))

    @extend_schema(
        operation_id="uploads_give_up",
        summary="Give an upload up that waits; what came of it goes",
        tags=TAGS,
        request=None,
    )
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        give_up(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="uploads_parts",
        summary="Which parts have arrived, of a file that comes in parts",
        tags=TAGS,
        responses=PartSerializer(many=True),
    )
    @action(detail=True, methods=["get"], filter_backends=[], pagination_class=None)
    def parts(self, request: Request, **kwargs: Any) -> Response:
        return Response(PartSerializer(arrived(self.get_object()), many=True).data)

    @extend_schema(
        operation_id="uploads_sign_parts",
        summary="Addresses for parts: sent in any order, and again where the way broke",
        tags=TAGS,
        request=PartNumbersSerializer,
        responses=PartSerializer(many=True),
    )
    @parts.mapping.post
    def sign_parts(self, request: Request, **kwargs: Any) -> Response:
        upload = self.get_object()
        numbers = self.checked(PartNumbersSerializer, request)["numbers"]
        return Response(PartSerializer(addresses(upload, numbers), many=True).data)

    @extend_schema(
        operation_id="uploads_confirm",
        summary="Check what arrived and make an asset of it",
        tags=TAGS,
        request=None,
        responses=AssetDetailSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    def confirm(self, request: Request, **kwargs: Any) -> Response:
        asset = confirm(self.get_object())
        shown = with_pictures(Asset.objects.filter(pk=asset.pk)).get()
        context = self.get_serializer_context()
        return Response(AssetDetailSerializer(shown, context=context).data)


def _told(upload: Upload, address: Address | None, answer: int = status.HTTP_200_OK) -> Response:
    shown = UploadSerializer(upload).data
    told = AddressSerializer(address).data if address else None
    return Response({**shown, "address": told}, status=answer)
