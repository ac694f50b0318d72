"""``/callbacks/``: what was sent to whom, sending it again, the secret to verify it with."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.callbacks.log import visible_deliveries
from apps.jobs.callbacks.recording import resend
from apps.jobs.callbacks.secret import secret_of
from apps.jobs.models import CallbackDelivery, DeliveryStatus
from skyy.api.errors import Code, Problem


class CallbackSerializer(serializers.ModelSerializer[CallbackDelivery]):
    """One message; its ``id`` is the header ``webhook-id``, ``body`` what is sent, as it stands."""

    callback_url = serializers.CharField(source="job.callback_url", read_only=True)

    class Meta:
        model = CallbackDelivery
        fields = [
            "id",
            "job",
            "event_number",
            "callback_url",
            "body",
            "status",
            "attempts",
            "next_at",
            "last_status",
            "last_error",
            "created_at",
            "delivered_at",
        ]
        read_only_fields = fields


class CallbackSecretSerializer(serializers.Serializer[Any]):
    """What this team's callbacks are signed with."""

    secret = serializers.CharField(help_text="whsec_ and 32 bytes in base64.")


class CallbackFilter(django_filters.FilterSet):
    """How the log can be narrowed."""

    job = django_filters.UUIDFilter(field_name="job", label="Of this job.")
    status = django_filters.MultipleChoiceFilter(
        choices=DeliveryStatus.choices, label="Status; may be given several times."
    )

    class Meta:
        model = CallbackDelivery
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(
        operation_id="callbacks_list", summary="The delivery log, newest first", tags=["callbacks"]
    ),
    retrieve=extend_schema(
        operation_id="callbacks_read", summary="One delivery", tags=["callbacks"]
    ),
)
class CallbackViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[CallbackDelivery]
):
    """Deliveries of the jobs this user may see."""

    actions = {
        "list": Action.CREATE_JOBS,
        "retrieve": Action.CREATE_JOBS,
        "resend": Action.CONTROL_JOBS,
        "secret": Action.OPERATE,
    }
    queryset = CallbackDelivery.objects.none()
    serializer_class = CallbackSerializer
    filterset_class = CallbackFilter
    ordering_fields = ["created_at", "next_at", "delivered_at"]
    ordering = ["-created_at", "-id"]
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> QuerySet[CallbackDelivery]:
        return visible_deliveries(_user(self.request)).select_related("job")

    @extend_schema(
        operation_id="callbacks_resend",
        summary="Send again, with the same id and body",
        tags=["callbacks"],
        request=None,
        responses={202: CallbackSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def resend(self, request: Request, pk: Any) -> Response:
        resend(self.get_object())
        return Response(CallbackSerializer(self.get_object()).data, status.HTTP_202_ACCEPTED)

    @extend_schema(
        operation_id="callbacks_secret",
        summary="The secret this team's callbacks are signed with",
        tags=["callbacks"],
        responses=CallbackSecretSerializer,
        filters=False,
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def secret(self, request: Request) -> Response:
        team_id = _user(request).team_id
        if team_id is None:
            raise Problem(Code.NOT_FOUND, gettext("You are in no team."))
        answer = Response({"secret": secret_of(team_id)})
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
