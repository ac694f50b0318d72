"""``/audit/``: what happened in the house."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from apps.accounts.audit.filters import AuditFilter
from apps.accounts.models import AuditEntry
from apps.accounts.permissions import Action
from skyy.api.cursors import CursorPagination

from .resource import Resource


class AuditEntrySerializer(serializers.ModelSerializer[AuditEntry]):
    """One entry; ``before`` and ``after`` hold the fields that changed."""

    # Empty where nobody was signed in, which the type of a role would not allow.
    role = serializers.CharField(read_only=True)
    before = serializers.DictField(read_only=True)
    after = serializers.DictField(read_only=True)

    class Meta:
        model = AuditEntry
        fields = [
            "id",
            "at",
            "happening",
            "person",
            "role",
            "team",
            "door",
            "address",
            "request_id",
            "about_type",
            "about_id",
            "about_name",
            "before",
            "after",
            "erased",
        ]


@extend_schema_view(
    list=extend_schema(
        operation_id="audit_list", summary="What happened, newest first", tags=["audit"]
    ),
    retrieve=extend_schema(operation_id="audit_read", summary="An audit entry", tags=["audit"]),
)
class AuditViewSet(Resource[AuditEntry]):
    """Producers read their team's entries, Owners all."""

    actions = dict.fromkeys(["list", "retrieve"], Action.READ_AUDIT)
    queryset = AuditEntry.objects.none()
    serializer_class = AuditEntrySerializer
    filterset_class = AuditFilter
    pagination_class = CursorPagination
    ordering_fields = ["at"]
    ordering = ["-at", "-id"]

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.visible_to(self.user)
