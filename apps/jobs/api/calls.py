"""``/calls/``: paid calls, and the word that uncertain ones wait for."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.accounts.visibility import within_team
from apps.jobs.models import CallStatus, ProviderCall
from apps.jobs.providers.remote import deciding
from skyy.money import from_nano

from .amounts import AmountField


class CallFilter(django_filters.FilterSet):
    """By status, provider, job."""

    status = django_filters.ChoiceFilter(choices=CallStatus.choices)
    provider = django_filters.CharFilter()
    job = django_filters.UUIDFilter()

    class Meta:
        model = ProviderCall
        fields = ["status", "provider", "job"]


class CallErrorSerializer(serializers.Serializer[Any]):
    """What the provider, or the engine, said."""

    message = serializers.CharField()


class CallSerializer(serializers.ModelSerializer[ProviderCall]):
    """A request to a provider; amounts are in units of ``currency``, ``charged`` once it ended."""

    estimate = serializers.SerializerMethodField()
    charged = serializers.SerializerMethodField()
    error = CallErrorSerializer(allow_null=True)

    class Meta:
        model = ProviderCall
        fields = [
            "id",
            "job",
            "step",
            "provider",
            "capability",
            "status",
            "reference",
            "external_id",
            "fault",
            "error",
            "estimate",
            "charged",
            "currency",
            "created_at",
            "sent_at",
            "finished_at",
        ]

    def get_estimate(self, call: ProviderCall) -> str:
        return f"{from_nano(call.estimate_nano):f}"

    def get_charged(self, call: ProviderCall) -> str | None:
        return None if call.charged_nano is None else f"{from_nano(call.charged_nano):f}"


class DecisionSerializer(serializers.Serializer[Any]):
    """What the provider's bill says was charged; without it all that was held counts as spent."""

    charged = AmountField(allow_null=True, default=None)


@extend_schema_view(
    list=extend_schema(operation_id="calls_list", summary="Paid calls", tags=["costs"]),
    retrieve=extend_schema(operation_id="calls_read", summary="A paid call", tags=["costs"]),
)
class CallViewSet(Resource[ProviderCall]):
    """The team's paid calls, newest first."""

    actions = dict.fromkeys(["list", "retrieve", "send_again", "write_off"], Action.EDIT_BUDGETS)
    queryset = ProviderCall.objects.none()
    serializer_class = CallSerializer
    filterset_class = CallFilter
    ordering_fields = ["created_at", "status"]
    ordering = ["-created_at", "-id"]

    def get_queryset(self) -> QuerySet[ProviderCall]:
        return ProviderCall.objects.filter(within_team(self.user))

    @extend_schema(
        operation_id="calls_send_again",
        summary="Send an uncertain call again",
        tags=["costs"],
        request=DecisionSerializer,
        responses=CallSerializer,
    )
    @action(detail=True, methods=["post"], url_path="send-again")
    @once
    def send_again(self, request: Request, **kwargs: Any) -> Response:
        call = self.get_object()
        deciding.send_again(call, self.user, **self.checked(DecisionSerializer, request))
        return Response(CallSerializer(self.get_object()).data)

    @extend_schema(
        operation_id="calls_write_off",
        summary="Give an uncertain call up",
        tags=["costs"],
        request=DecisionSerializer,
        responses=CallSerializer,
    )
    @action(detail=True, methods=["post"], url_path="write-off")
    @once
    def write_off(self, request: Request, **kwargs: Any) -> Response:
        call = self.get_object()
        deciding.write_off(call, self.user, **self.checked(DecisionSerializer, request))
        return Response(CallSerializer(self.get_object()).data)
