"""Signing out, here or everywhere, and the list of where one is signed in."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import devices
from apps.accounts.models import Device, User
from apps.accounts.permissions import Action

from .doors import OwnView, device_of, plain


class DeviceSerializer(serializers.ModelSerializer[Device]):
    """Where somebody is signed in; ``this`` is the one that asks."""

    this = serializers.SerializerMethodField()

    class Meta:
        model = Device
        fields = ["id", "kind", "user_agent", "address", "created_at", "seen_at", "expires_at"]
        fields += ["this"]
        read_only_fields = fields

    def get_this(self, device: Device) -> bool:
        return device.pk == device_of(self.context["request"])


class SignOutView(OwnView):
    """Ends the session or the tokens that ask."""

    @extend_schema(
        operation_id="auth_sign_out",
        summary="Sign out here",
        tags=["auth"],
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        device = device_of(request)
        if device is not None:
            devices.end(self.user, device)
        if request.auth is None:
            devices.end_session(plain(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class SignOutEverywhereView(OwnView):
    """Ends every session and token of the person, this one too. API keys stay."""

    @extend_schema(
        operation_id="auth_sign_out_everywhere",
        summary="Sign out everywhere",
        tags=["auth"],
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        devices.end_everywhere(self.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=["auth"])
class DeviceViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Device]):
    """Where one is signed in."""

    actions = {"list": Action.OWN_ACCOUNT, "destroy": Action.OWN_ACCOUNT}
    serializer_class = DeviceSerializer
    queryset = Device.objects.none()
    lookup_value_regex = "[0-9a-fA-F-]{36}"
    filterset_fields: list[str] = []
    ordering_fields = ["created_at"]

    def get_queryset(self) -> QuerySet[Device]:
        user = self.request.user
        return devices.listed(user) if isinstance(user, User) else Device.objects.none()

    @extend_schema(operation_id="auth_devices_sign_out", summary="Sign a device out")
    def destroy(self, request: Request, pk: str) -> Response:
        assert isinstance(request.user, User)
        try:
            ended = devices.end(request.user, UUID(pk))
        except ValueError as error:
            raise Http404 from error
        if not ended:
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)
