"""One's API keys."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import api_keys
from apps.accounts.models import ApiKey, User
from apps.accounts.permissions import Action

from .doors import checked

_scopes = [action.value for action in api_keys.SCOPES]


class ApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    """A key as it is known later: by its beginning."""

    scopes = serializers.ListField(child=serializers.CharField(), read_only=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = ApiKey
        fields = ["id", "name", "prefix", "scopes", "state", "created_at", "expires_at"]
        fields += ["last_used_at", "last_used_from", "revoked_at"]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=["active", "expired", "revoked"]))
    def get_state(self, key: ApiKey) -> str:
        return key.state()


class MadeKeySerializer(ApiKeySerializer):
    """With its text, this once."""

    key = serializers.CharField(read_only=True)

    class Meta(ApiKeySerializer.Meta):
        fields = [*ApiKeySerializer.Meta.fields, "key"]
        read_only_fields = fields


class NewKeySerializer(serializers.Serializer[Any]):
    """What for, for what, for how long."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=_scopes), min_length=1, max_length=len(_scopes)
    )
    days = serializers.IntegerField(min_value=1, max_value=api_keys.LONGEST_DAYS, default=90)


@extend_schema(tags=["auth"])
class ApiKeyViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ApiKey]):
    """Keys for integrations. They act as their person, within their scopes."""

    actions = dict.fromkeys(("list", "create", "destroy"), Action.OWN_ACCOUNT)
    serializer_class = ApiKeySerializer
    queryset = ApiKey.objects.none()
    lookup_value_regex = "[0-9a-fA-F-]{36}"
    filterset_fields: list[str] = []
    ordering_fields = ["created_at"]

    def get_queryset(self) -> QuerySet[ApiKey]:
        user = self.request.user
        return user.api_keys.all() if isinstance(user, User) else ApiKey.objects.none()

    @extend_schema(
        operation_id="auth_api_keys_create",
        summary="Make an API key",
        request=NewKeySerializer,
        responses={201: MadeKeySerializer},
    )
    def create(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        key, text = api_keys.create(request.user, **checked(NewKeySerializer, request))
        made = MadeKeySerializer(key).data | {"key": text}
        return Response(made, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="auth_api_keys_revoke", summary="Revoke an API key")
    def destroy(self, request: Request, pk: str) -> Response:
        assert isinstance(request.user, User)
        try:
            revoked = api_keys.revoke(request.user, UUID(pk))
        except ValueError as error:
            raise Http404 from error
        if revoked is None:
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)
