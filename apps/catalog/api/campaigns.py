"""``/campaigns/``"""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, Visible
from apps.accounts.permissions import Action
from apps.catalog.clients import create_campaign, update_campaign
from apps.catalog.models import Campaign, CampaignStatus, Client


class CampaignChangesSerializer(serializers.ModelSerializer[Campaign]):
    """What of a campaign can be changed; it keeps its client."""

    class Meta:
        model = Campaign
        fields = ["name", "goal", "status", "product_url", "brief"]


class CampaignSerializer(CampaignChangesSerializer):
    """A campaign."""

    client = Visible(queryset=Client.objects.all())

    class Meta(CampaignChangesSerializer.Meta):
        fields = ["id", "client", "name", "goal", "status", "product_url", "brief", "created_at"]
        read_only_fields = ["id", "created_at"]
        # The service says it in its own words and with its own code.
        validators: list[Any] = []


class CampaignFilter(django_filters.FilterSet):
    """``?client=…&status=active``"""

    client = django_filters.UUIDFilter("client_id")
    status = django_filters.ChoiceFilter(choices=CampaignStatus.choices)

    class Meta:
        model = Campaign
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="campaigns_list", summary="Campaigns", tags=["campaigns"]),
    retrieve=extend_schema(operation_id="campaigns_read", summary="A campaign", tags=["campaigns"]),
)
class CampaignViewSet(Resource[Campaign]):
    """The campaigns of the team's clients."""

    actions = {
        "list": Action.EDIT_CLIENTS,
        "retrieve": Action.EDIT_CLIENTS,
        "create": Action.EDIT_CLIENTS,
        "partial_update": Action.EDIT_CLIENTS,
    }
    queryset = Campaign.objects.none()
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilter
    ordering_fields = ["name", "status", "created_at"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.user)

    @extend_schema(
        operation_id="campaigns_create",
        summary="Create a campaign of a client",
        tags=["campaigns"],
        responses={201: CampaignSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        campaign = create_campaign(**self.checked(CampaignSerializer, request))
        return Response(CampaignSerializer(campaign).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="campaigns_change",
        summary="Change a campaign",
        tags=["campaigns"],
        request=CampaignChangesSerializer,
        responses=CampaignSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        campaign = self.get_object()
        changed = update_campaign(campaign, **self.checked(CampaignChangesSerializer, request))
        return Response(CampaignSerializer(changed).data)
