"""JSON web tokens for clients: obtain with a password (and a code), refresh with a token."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import second_factor, tokens
from apps.accounts.credentials import LONGEST, by_password
from skyy.api.errors import Code, Problem

from .doors import CodeField, OpenView, PasswordField, checked, plain


class CredentialsSerializer(serializers.Serializer[Any]):
    """``username`` is the name, or the e-mail address where one person alone has it; ``code`` is
    asked of those who have a second factor."""

    username = serializers.CharField(max_length=LONGEST, write_only=True)
    password = PasswordField()
    code = CodeField(required=False, allow_blank=True)


class PairSerializer(serializers.Serializer[Any]):
    """``access`` opens for fifteen minutes; ``refresh`` is exchanged for the next pair, once."""

    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)


class RefreshSerializer(serializers.Serializer[Any]):
    """The newest refresh token."""

    refresh = serializers.CharField(max_length=4000, write_only=True)


class TokenView(OpenView):
    """A name (or an e-mail address) and password for an access and a refresh token."""

    checks_credentials = True
    failures = {"403": "Your role needs a second factor first."}

    @extend_schema(
        operation_id="auth_token_create",
        summary="Obtain tokens",
        tags=["auth"],
        request=CredentialsSerializer,
        responses=PairSerializer,
    )
    def post(self, request: Request) -> Response:
        said = checked(CredentialsSerializer, request)
        user = by_password(plain(request), said["username"], said["password"])
        if user.second_factor_at is not None:
            if not said.get("code"):
                words = _("Send the code of your second factor as “code”.")
                raise Problem(Code.AUTH_CODE_REQUIRED, words)
            second_factor.check(user, said["code"])
        elif user.lacks_second_factor:
            words = _("Your role needs a second factor. Sign in on the page and set one up first.")
            raise Problem(Code.AUTH_SECOND_FACTOR_MISSING, words)
        return Response(PairSerializer(tokens.sign_in(plain(request), user)).data)


class RefreshView(OpenView):
    """A refresh token for the next pair."""

    checks_credentials = True

    @extend_schema(
        operation_id="auth_token_refresh",
        summary="Refresh the tokens",
        description="A refresh token serves once. The second time ends the whole sign-in: then two "
        "have it, and one of them should not.",
        tags=["auth"],
        request=RefreshSerializer,
        responses=PairSerializer,
    )
    def post(self, request: Request) -> Response:
        said = checked(RefreshSerializer, request)
        return Response(PairSerializer(tokens.exchange(said["refresh"])).data)
