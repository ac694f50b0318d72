"""What the doors of accounts have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework_simplejwt.tokens import Token

from apps.accounts import devices, tokens
from apps.accounts.models import User
from apps.accounts.permissions import Action

PASSWORD_LENGTH = 1000
"""Characters: hashing a longer one would be work for nothing."""


class OpenView(APIView):
    """For people who are not signed in; limited by their network address."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "sign_in"


class OwnView(APIView):
    """For people themselves, with a token or a session; never for an API key."""

    actions = dict.fromkeys(("get", "post", "patch", "delete"), Action.OWN_ACCOUNT)

    @property
    def user(self) -> User:
        """Who asks."""
        assert isinstance(self.request.user, User)
        return self.request.user


class PasswordField(serializers.CharField):
    """A password, with the blanks it may begin or end with."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"trim_whitespace": False, "max_length": PASSWORD_LENGTH, "write_only": True}
            | options
        )


class CodeField(serializers.CharField):
    """Six digits, or a recovery code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, "write_only": True} | options)


class MessageSerializer(serializers.Serializer[Any]):
    """The same words, whatever was found."""

    message = serializers.CharField(read_only=True)


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The values of a request's body.

    Raises:
        ValidationError: answered as ``request.invalid`` with its fields.
    """
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = given.validated_data
    return values


def plain(request: Request) -> HttpRequest:
    """Django's own request."""
    return request._request


def device_of(request: Request) -> UUID | None:
    """The device that asks: its token names it, or its session."""
    if isinstance(request.auth, Token):
        named = request.auth.get(tokens.DEVICE)
        return UUID(named) if named else None
    return devices.this_device(plain(request))
