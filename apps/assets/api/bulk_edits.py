"""``/bulk-edits/``: one change to many assets, all or nothing, and its undoing."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, VisibleSlug
from apps.accounts.permissions import Action
from apps.assets.bulk.changes import Changes
from apps.assets.bulk.editing import MOST, edit_many
from apps.assets.bulk.undoing import undo
from apps.assets.models import BulkEdit, Collection
from apps.assets.rights.writing import Terms
from skyy.api.errors import Code

from .rights import RightsSerializer

TAGS = ["bulk edits"]


class BulkEditSerializer(serializers.ModelSerializer[BulkEdit]):
    """A change to many assets. ``changes``: what was said."""

    made_by = serializers.CharField(source="made_by.username", default=None, allow_null=True)
    changes = serializers.DictField()

    class Meta:
        model = BulkEdit
        fields = ["id", "count", "changes", "made_by", "created_at", "undone_at"]
        read_only_fields = fields


class BulkChangesSerializer(serializers.Serializer[Any]):
    """What is to be changed of which assets; what is left out stays."""

    asset_ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST, help_text="All or none."
    )
    add_tags = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=50, required=False
    )
    remove_tags = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=50, required=False
    )
    collection = VisibleSlug(
        code=Code.COLLECTION_UNKNOWN,
        slug_field="slug",
        queryset=Collection.objects.all(),
        required=False,
        allow_null=True,
        help_text="Null takes them out of theirs.",
    )
    role = serializers.SlugField(max_length=32, required=False)
    rights = RightsSerializer(
        required=False, allow_null=True, help_text="Null: the house's own and free."
    )

    def changes(self) -> Changes:
        """What was said, typed."""
        given = dict(self.validated_data)
        rights = given.get("rights")
        return Changes(
            add_tags=given.get("add_tags", ()),
            remove_tags=given.get("remove_tags", ()),
            collection=given.get("collection"),
            no_collection="collection" in given and given["collection"] is None,
            role=given.get("role", ""),
            rights=Terms(**rights) if rights is not None else None,
            no_rights="rights" in given and rights is None,
        )


@extend_schema_view(
    list=extend_schema(
        operation_id="bulk_edits_list", summary="Changes to many assets, newest first", tags=TAGS
    ),
    retrieve=extend_schema(operation_id="bulk_edits_read", summary="One of them", tags=TAGS),
)
class BulkEditViewSet(Resource[BulkEdit]):
    """The team's changes to many assets."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.EDIT_ASSETS,
        "undo": Action.EDIT_ASSETS,
    }
    queryset = BulkEdit.objects.none()
    serializer_class = BulkEditSerializer
    ordering_fields = ["created_at"]
    ordering = ["-created_at", "-id"]

    def get_queryset(self) -> QuerySet[BulkEdit]:
        return BulkEdit.objects.visible_to(self.user).defer("before").select_related("made_by")

    @extend_schema(
        operation_id="bulk_edits_make",
        summary="Change tags, collection, role or rights of many assets, all or nothing",
        tags=TAGS,
        request=BulkChangesSerializer,
        responses={201: BulkEditSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        given = BulkChangesSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        made = edit_many(self.user, given.validated_data["asset_ids"], given.changes())
        return Response(BulkEditSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="bulk_edits_undo",
        summary="Bring back what the assets were; what was changed since stays",
        tags=TAGS,
        request=None,
        responses=BulkEditSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    @once
    def undo(self, request: Request, **kwargs: Any) -> Response:
        edit = self.get_object()
        undo(edit, self.user)
        edit.refresh_from_db(fields=["undone_at"])
        return Response(BulkEditSerializer(edit).data)
