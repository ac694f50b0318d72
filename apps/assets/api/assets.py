"""``/assets/``: the library."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.permissions import Action
from apps.assets import lifecycle, ports, versions
from apps.assets.delivery import respond
from apps.assets.filters import AssetFilter
from apps.assets.listing import with_pictures, without_evidence
from apps.assets.models import Asset
from apps.assets.uploads.once import ingest_once
from skyy.api.conditional import Conditional
from skyy.api.cursors import CursorPagination
from skyy.api.errors import Code, Problem
from skyy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key

from .assets_shown import AssetDetailSerializer, AssetSerializer
from .assets_written import ChangesSerializer, RevertSerializer, UploadSerializer
from .bin import BinActions
from .links import LinkActions
from .rights import RightsActions
from .rows import listed, places
from .uploading import UploadParser

TAGS = ["assets"]


@extend_schema_view(
    list=extend_schema(
        operation_id="assets_list",
        summary="Assets, newest first; evidence of scores only when asked for by its role",
        tags=TAGS,
    ),
    retrieve=extend_schema(
        operation_id="assets_read",
        summary="An asset with its versions, renditions and lineage",
        tags=TAGS,
        responses=AssetDetailSerializer,
    ),
)
class AssetViewSet(Conditional[Asset], BinActions, LinkActions, RightsActions):
    """The team's assets; deleted ones only for ``restore``."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.UPLOAD,
        "partial_update": Action.EDIT_ASSETS,
        "destroy": Action.DELETE_ASSETS,
        "restore": Action.DELETE_ASSETS,
        "revert": Action.EDIT_ASSETS,
        "download": Action.READ,
        **BinActions.bin_actions,
        **LinkActions.link_actions,
        **RightsActions.rights_actions,
    }
    queryset = Asset.objects.none()
    serializer_class = AssetSerializer
    filterset_class = AssetFilter
    pagination_class = CursorPagination
    ordering_fields = ["created_at", "updated_at", "name"]
    ordering = ["-created_at", "-id"]
    throttle_scope = "upload"

    def get_queryset(self) -> QuerySet[Asset]:
        if self.action == "restore":
            return with_pictures(Asset.objects.deleted_visible_to(self.user))
        seen = Asset.objects.visible_to(self.user)
        if self.action != "list":
            return with_pictures(seen)
        return seen if self.request.query_params.get("role") else without_evidence(seen)

    def get_parsers(self) -> list[Any]:
        # The action itself is not known yet when a request is read.
        if self.action_map.get("post") == "create":
            return [UploadParser()]
        return super().get_parsers()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(places(found)) or ()
        return self.get_paginated_response(listed([row.id for row in page]))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._shown(self.get_object())

    @extend_schema(
        operation_id="assets_upload",
        summary="Upload one file: a picture, a 3D model, a film, a sound or a document",
        tags=TAGS,
        request={"multipart/form-data": UploadSerializer},
        parameters=[IDEMPOTENCY_KEY],
        responses={201: AssetDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        if not isinstance(request.FILES.get("file"), UploadedFile):
            raise Problem(Code.UPLOAD_MISSING, "No file came along. Send it as the field “file”.")
        given = self.checked(UploadSerializer, request)
        file = given.pop("file")
        key = idempotency_key(request)
        asset = ingest_once(file, filename=file.name or "", user=self.user, key=key, **given)
        return self._shown(asset, status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="assets_change",
        summary="Change name, description, role, collection or tags",
        tags=TAGS,
        request=ChangesSerializer,
        responses=AssetDetailSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        asset = self.get_object()
        given = self.checked(ChangesSerializer, request)
        return self._shown(lifecycle.edit(asset, user=self.user, **given))

    @extend_schema(
        operation_id="assets_delete", summary="Put an asset into the bin", tags=TAGS, request=None
    )
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        lifecycle.delete(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="assets_restore",
        summary="Take an asset out of the bin",
        tags=TAGS,
        request=None,
        responses=AssetDetailSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    @once
    def restore(self, request: Request, **kwargs: Any) -> Response:
        return self._shown(lifecycle.restore(self.get_object(), self.user))

    @extend_schema(
        operation_id="assets_revert",
        summary="Go back to an earlier version, as a new one",
        tags=TAGS,
        request=RevertSerializer,
        responses=AssetDetailSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    @once
    def revert(self, request: Request, **kwargs: Any) -> Response:
        asset = self.get_object()
        versions.revert(asset, self.checked(RevertSerializer, request)["number"], self.user)
        return self._shown(asset)

    @extend_schema(
        operation_id="assets_download",
        summary="The current original, byte for byte",
        tags=TAGS,
        responses={
            (200, "*/*"): OpenApiTypes.BINARY,
            (206, "*/*"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="Not changed since."),
            416: OpenApiResponse(description="The range lies outside the file."),
        },
    )
    @action(detail=True, methods=["get"], filter_backends=[])
    def download(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        version = self.get_object().current_version
        if version is None:
            raise Problem(Code.NOT_FOUND, "This asset has no file yet.")
        return respond(
            version.blob,
            request._request,
            cache_public=False,
            filename=ports.download_names([version])[version.pk],
            download=True,
        )

    def _shown(self, asset: Asset, answer: int = status.HTTP_200_OK) -> Response:
        fresh = with_pictures(Asset.objects.filter(pk=asset.pk)).get()
        context = self.get_serializer_context()
        return Response(AssetDetailSerializer(fresh, context=context).data, status=answer)
