"""``/clients/``"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.clients import create_client, update_client
from apps.catalog.models import Client


class GuidelinesSerializer(serializers.Serializer[Any]):
    """Under each heading a list of texts."""

    colors = serializers.ListField(child=serializers.CharField(), required=False)
    fonts = serializers.ListField(child=serializers.CharField(), required=False)
    tone = serializers.ListField(child=serializers.CharField(), required=False)
    restrictions = serializers.ListField(child=serializers.CharField(), required=False)
    examples = serializers.ListField(child=serializers.CharField(), required=False)


class ClientSerializer(serializers.ModelSerializer[Client]):
    """A client."""

    guidelines = GuidelinesSerializer(required=False)

    class Meta:
        model = Client
        fields = ["id", "name", "description", "homepage", "guidelines", "created_at"]
        read_only_fields = ["id", "created_at"]


@extend_schema_view(
    list=extend_schema(operation_id="clients_list", summary="Clients", tags=["clients"]),
    retrieve=extend_schema(operation_id="clients_read", summary="A client", tags=["clients"]),
)
class ClientViewSet(Resource[Client]):
    """The team's clients."""

    actions = {
        "list": Action.EDIT_CLIENTS,
        "retrieve": Action.EDIT_CLIENTS,
        "create": Action.EDIT_CLIENTS,
        "partial_update": Action.EDIT_CLIENTS,
    }
    queryset = Client.objects.none()
    serializer_class = ClientSerializer
    ordering_fields = ["name", "created_at"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[Client]:
        return Client.objects.visible_to(self.user)

    @extend_schema(
        operation_id="clients_create",
        summary="Create a client",
        tags=["clients"],
        responses={201: ClientSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        client = create_client(team=self.user.team, **self.checked(ClientSerializer, request))
        return Response(ClientSerializer(client).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="clients_change", summary="Change a client", tags=["clients"])
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        client = self.get_object()
        changed = update_client(client, **self.checked(ClientSerializer, request))
        return Response(ClientSerializer(changed).data)
