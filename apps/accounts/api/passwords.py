"""A new password: with the old one, or by e-mail."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import devices, passwords, tokens
from apps.accounts.page_address import page_address

from .doors import (
    MessageSerializer,
    OpenView,
    OwnView,
    PasswordField,
    checked,
    device_of,
    plain,
)


class ChangeSerializer(serializers.Serializer[Any]):
    """The password now, and the next."""

    old_password = PasswordField()
    new_password = PasswordField()


class NextPairSerializer(serializers.Serializer[Any]):
    """The next tokens where a token asked; null where a session did, which goes on."""

    access = serializers.CharField(read_only=True, allow_null=True)
    refresh = serializers.CharField(read_only=True, allow_null=True)


class LostSerializer(serializers.Serializer[Any]):
    """Where a link is wanted."""

    email = serializers.EmailField(max_length=254)


class ResetSerializer(serializers.Serializer[Any]):
    """What the link in the e-mail holds, and a password."""

    token = serializers.CharField(max_length=2000, write_only=True)
    password = PasswordField()


class PasswordView(OwnView):
    """Every other session and token of the person ends with the old password."""

    @extend_schema(
        operation_id="auth_password_change",
        summary="Change the password",
        tags=["auth"],
        request=ChangeSerializer,
        responses=NextPairSerializer,
    )
    def post(self, request: Request) -> Response:
        said = checked(ChangeSerializer, request)
        user, here = self.user, device_of(request)
        passwords.change(user, said["old_password"], said["new_password"], keep=here)
        if request.auth is None:
            devices.keep_session(plain(request), user)
            return Response({"access": None, "refresh": None})
        device = user.devices.filter(pk=here).first() if here else None
        pair = tokens.pair_for(user, device) if device else tokens.sign_in(plain(request), user)
        return Response(NextPairSerializer(pair).data)


class LostView(OpenView):
    """Sends a link. The answer is the same whether or not anybody has the address."""

    @extend_schema(
        operation_id="auth_password_lost",
        summary="Ask for a new password",
        tags=["auth"],
        request=LostSerializer,
        responses={202: MessageSerializer},
    )
    def post(self, request: Request) -> Response:
        said = checked(LostSerializer, request)
        passwords.ask_for_link(said["email"], page_address(plain(request), "accounts:new_password"))
        words = _("If somebody here has this address, an e-mail is on its way.")
        return Response({"message": words}, status=status.HTTP_202_ACCEPTED)


class ResetView(OpenView):
    """Sets the password; every session and token ends, and the second factor stays."""

    @extend_schema(
        operation_id="auth_password_reset",
        summary="Set a new password by the link",
        tags=["auth"],
        request=ResetSerializer,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        said = checked(ResetSerializer, request)
        passwords.reset(said["token"], said["password"])
        return Response(status=status.HTTP_204_NO_CONTENT)
