"""``/privacy/``: a copy of one's data, and erasure; of others for Owners."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.credentials import confirm_password
from apps.accounts.models import PrivacyKind, PrivacyRequest, User
from apps.accounts.permissions import Action
from apps.accounts.privacy import requests
from apps.accounts.visibility import within_team
from skyy.api.streaming import streamed

from .doors import plain
from .resource import Resource


class PrivacyRequestSerializer(serializers.ModelSerializer[PrivacyRequest]):
    """How far it is; a copy of the data is fetched at ``archive/`` until ``expires_at``."""

    status = serializers.CharField(read_only=True)

    class Meta:
        model = PrivacyRequest
        fields = [
            "id",
            "kind",
            "status",
            "person",
            "asked_by",
            "asked_at",
            "done_at",
            "expires_at",
        ]


class NewPrivacyRequestSerializer(serializers.Serializer[Any]):
    """Without ``person`` it is about oneself. ``password`` is that of whoever asks."""

    kind = serializers.ChoiceField(choices=PrivacyKind.choices)
    person = serializers.PrimaryKeyRelatedField(queryset=User.objects.none(), required=False)
    password = serializers.CharField(max_length=1000, trim_whitespace=False, write_only=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        asked = self.context.get("request")
        if asked is not None:
            people: Any = fields["person"]
            people.queryset = User.objects.filter(within_team(asked.user))
        return fields


@extend_schema_view(
    list=extend_schema(
        operation_id="privacy_list", summary="Requests about oneself", tags=["privacy"]
    ),
    retrieve=extend_schema(operation_id="privacy_read", summary="A request", tags=["privacy"]),
)
class PrivacyViewSet(Resource[PrivacyRequest]):
    """Requests about oneself; an Owner's list holds everybody's."""

    actions = dict.fromkeys(["list", "retrieve", "create", "archive"], Action.OWN_ACCOUNT)
    queryset = PrivacyRequest.objects.none()
    serializer_class = PrivacyRequestSerializer
    ordering_fields = ["asked_at"]
    ordering = ["-asked_at", "-id"]

    def get_queryset(self) -> QuerySet[PrivacyRequest]:
        return PrivacyRequest.objects.visible_to(self.user).defer("content")

    def get_throttles(self) -> list[Any]:
        if self.action == "create":
            self.throttle_scope = "sign_in"
        return super().get_throttles()

    @extend_schema(
        operation_id="privacy_ask",
        summary="Ask for a copy of the data or for erasure",
        tags=["privacy"],
        request=NewPrivacyRequestSerializer,
        responses={202: PrivacyRequestSerializer},
    )
    def create(self, request: Request) -> Response:
        wish = self.checked(NewPrivacyRequestSerializer, request)
        confirm_password(self.user, wish["password"])
        made = requests.ask(PrivacyKind(wish["kind"]), wish.get("person", self.user), self.user)
        return Response(PrivacyRequestSerializer(made).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        operation_id="privacy_archive",
        summary="The copy of the data, a ZIP",
        tags=["privacy"],
        responses={(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    @action(detail=True, methods=["get"])
    def archive(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        return sent(plain(request), requests.fetch(self.get_object(), self.user))


def sent(request: HttpRequest, pieces: Iterator[bytes]) -> HttpResponseBase:
    """A ZIP as an answer that nobody keeps."""
    headers = {
        "Content-Disposition": 'attachment; filename="personal-data.zip"',
        "Cache-Control": "no-store",
    }
    return streamed(request, pieces, "application/zip", headers)
