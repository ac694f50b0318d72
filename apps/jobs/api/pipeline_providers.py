"""``/pipeline/providers/``: who can make 3D models, asked now; and what they would cost."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.permissions import Action
from apps.jobs.making.estimates import Estimate
from apps.jobs.making.queue_ahead import QueueAhead, queue_ahead
from apps.jobs.providers import registry
from apps.jobs.providers.base import MODEL_3D, Kind, ProviderStanding

TAGS = ["pipeline"]


class AmountField(serializers.DecimalField):
    """An amount of money as text, so that nothing rounds it on the way."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, **more)

    def to_representation(self, value: Any) -> Any:
        return f"{Decimal(value):f}"


class PriceSerializer(serializers.Serializer[Any]):
    """Of one result, by a price list of that day: an estimate, not a bill."""

    amount = AmountField()
    currency = serializers.CharField()
    as_of = serializers.DateField()


class NeedSerializer(serializers.Serializer[Any]):
    """What an operator sets."""

    variable = serializers.CharField()
    words = serializers.CharField()


@dataclass(frozen=True)
class AskedProvider:
    """A provider and what lies before it; ``queue`` is None where nobody can be asked."""

    standing: ProviderStanding
    queue: QueueAhead | None


class ProviderSerializer(serializers.Serializer[Any]):
    """A provider as it stands now; ``reason`` says why it is not available.

    ``queue_length`` counts the jobs before the machines, of every kind; ``expected_wait_seconds``
    comes from jobs measured here. Both are null where it cannot be known.
    """

    id = serializers.CharField(source="standing.card.id")
    name = serializers.CharField(source="standing.card.name")
    description = serializers.CharField(source="standing.card.description")
    capability = serializers.CharField(source="standing.card.capability")
    kind = serializers.ChoiceField(source="standing.card.kind", choices=Kind.choices)
    licence = serializers.CharField(source="standing.card.licence")
    commercial_use = serializers.BooleanField(
        source="standing.card.commercial_use", allow_null=True
    )
    available = serializers.BooleanField(source="standing.available")
    reason = serializers.CharField(source="standing.reason")
    needs = NeedSerializer(source="standing.card.needs", many=True)
    missing = NeedSerializer(source="standing.missing", many=True)
    price = PriceSerializer(source="standing.card.price", allow_null=True)
    queue_length = serializers.SerializerMethodField()
    expected_wait_seconds = serializers.SerializerMethodField()

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_queue_length(self, asked: AskedProvider) -> int | None:
        return asked.queue.length if asked.queue is not None else None

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_expected_wait_seconds(self, asked: AskedProvider) -> float | None:
        if asked.queue is None or asked.queue.seconds is None:
            return None
        return round(asked.queue.seconds, 1)


class EstimateSerializer(serializers.Serializer[Any]):
    """Costs are null where no price is known; ``basis`` says what they rest on."""

    total_cost = AmountField(allow_null=True)
    per_asset_cost = AmountField(allow_null=True)
    currency = serializers.CharField()
    asset_count = serializers.IntegerField()
    provider = serializers.CharField(source="provider.card.id")
    quality = serializers.CharField()
    is_estimate = serializers.SerializerMethodField()
    basis = serializers.CharField()
    expected_seconds = serializers.FloatField(source="seconds", allow_null=True)
    available = serializers.BooleanField(source="provider.available")
    reason = serializers.CharField(source="provider.reason")

    @extend_schema_field(serializers.BooleanField())
    def get_is_estimate(self, _found: Estimate) -> bool:
        # Nothing is charged in this version, so nothing else could be told.
        return True


@extend_schema(tags=TAGS)
class ProviderViewSet(viewsets.ViewSet):
    """Providers of 3D models."""

    actions = {"list": Action.READ, "retrieve": Action.READ}
    lookup_field = "name"

    @extend_schema(
        operation_id="pipeline_providers_list",
        summary="Providers of 3D models, the available ones first",
        responses=ProviderSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        queue = queue_ahead()
        found = [_asked(one, queue) for one in registry.providers_for(MODEL_3D)]
        return Response(ProviderSerializer(found, many=True).data)

    @extend_schema(
        operation_id="pipeline_providers_read",
        summary="One provider",
        parameters=[OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses=ProviderSerializer,
    )
    def retrieve(self, request: Request, name: str) -> Response:
        found = registry.provider(MODEL_3D, name)
        return Response(ProviderSerializer(_asked(found, queue_ahead())).data)


def _asked(found: ProviderStanding, queue: QueueAhead) -> AskedProvider:
    on_our_machines = found.available and found.card.kind == Kind.LOCAL
    return AskedProvider(found, queue if on_our_machines else None)
