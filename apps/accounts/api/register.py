"""Joining the house."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import registration
from apps.accounts.page_address import page_address

from .doors import MessageSerializer, OpenView, PasswordField, checked, plain
from .me import MeSerializer


class RegisterSerializer(serializers.Serializer[Any]):
    """Who would like to join; the role is not theirs to choose."""

    email = serializers.EmailField(max_length=registration.LONGEST_ADDRESS)
    first_name = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")


class JoinSerializer(serializers.Serializer[Any]):
    """What the link in the e-mail holds, and a password."""

    token = serializers.CharField(max_length=2000, write_only=True)
    password = PasswordField()


class RegisterView(OpenView):
    """Sends a link. The answer is the same whether or not somebody has the address already."""

    failures = {"403": "This house adds its people itself."}

    @extend_schema(
        operation_id="auth_register",
        summary="Ask to join",
        tags=["auth"],
        request=RegisterSerializer,
        responses={202: MessageSerializer},
    )
    def post(self, request: Request) -> Response:
        registration.require_open()
        said = checked(RegisterSerializer, request)
        registration.ask_to_join(**said, page=page_address(plain(request), "accounts:join"))
        words = _("An e-mail is on its way. Its link leads on.")
        return Response({"message": words}, status=status.HTTP_202_ACCEPTED)


class JoinView(OpenView):
    """Makes the account: a Viewer, who then signs in."""

    failures = {"403": "This house adds its people itself."}

    @extend_schema(
        operation_id="auth_register_confirm",
        summary="Join by the link",
        tags=["auth"],
        request=JoinSerializer,
        responses={201: MeSerializer},
    )
    def post(self, request: Request) -> Response:
        registration.require_open()
        person = registration.join(**checked(JoinSerializer, request))
        return Response(MeSerializer(person).data, status=status.HTTP_201_CREATED)
