"""``/costs/overview/``: a month's paid calls by campaign, and what waits for a person's word."""

from datetime import date
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.costs import overview

from .amounts import PlainAmount


class JobCostSerializer(serializers.Serializer[Any]):
    """A job's paid calls in one currency; ``held`` is set aside for the ``open`` ones."""

    currency = serializers.CharField()
    calls = serializers.IntegerField()
    open = serializers.IntegerField()
    estimate = PlainAmount()
    charged = PlainAmount()
    held = PlainAmount()


class CampaignCostSerializer(serializers.Serializer[Any]):
    """A campaign's calls of the month in one currency; ``campaign`` null: those of none.

    ``estimate`` and ``actual`` are of the calls that ended, ``difference`` is actual less estimate,
    ``held`` is of those that have not ended.
    """

    campaign = serializers.UUIDField(source="campaign_id", allow_null=True)
    name = serializers.CharField(source="campaign")
    currency = serializers.CharField()
    calls = serializers.IntegerField()
    estimate = PlainAmount()
    actual = PlainAmount()
    difference = PlainAmount(source="over")
    held = PlainAmount()


class OverviewSerializer(serializers.Serializer[Any]):
    """A month; ``uncertain``: calls of any month that wait for a person's word (`/calls/`)."""

    month = serializers.CharField()
    campaigns = CampaignCostSerializer(many=True)
    uncertain = serializers.IntegerField()


@extend_schema(tags=["costs"])
class CostViewSet(viewsets.ViewSet):
    """What was spent, and for whom."""

    actions = {"overview": Action.EDIT_BUDGETS}

    @extend_schema(
        operation_id="costs_overview",
        summary="A month's paid calls by campaign",
        parameters=[
            OpenApiParameter(
                "month",
                OpenApiTypes.STR,
                description="Such as 2026-11, in the house's time zone; else the present one.",
            )
        ],
        responses=OverviewSerializer,
    )
    @action(detail=False)
    def overview(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        first: date = overview.month(request.query_params.get("month", ""))
        shown = {
            "month": f"{first:%Y-%m}",
            "campaigns": overview.month_by_campaign(request.user, first),
            "uncertain": overview.uncertain(request.user).count(),
        }
        return Response(OverviewSerializer(shown).data)
