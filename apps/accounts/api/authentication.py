"""JSON web tokens and API keys in the ``Authorization`` header."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import Token

from apps.accounts import api_keys
from apps.accounts.credentials import address_of
from apps.accounts.models import ApiKey, User
from apps.accounts.tokens import holder

API_KEY = "Api-Key"


class TokenAuthentication(JWTAuthentication):
    """A signed token of a person who is active, with the epoch, password and device of now."""

    def get_user(self, validated_token: Token) -> Any:
        """Return whose token it is.

        Raises:
            InvalidToken, AuthenticationFailed: both answered with 401.
        """
        return holder(validated_token)


class ApiKeyAuthentication(BaseAuthentication):
    """``Authorization: Api-Key skyy_…``; ``request.auth`` is then the key."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return the person and the key, None where another kind of credentials was sent.

        Raises:
            AuthenticationFailed: answered with 401.
        """
        parts = request.META.get("HTTP_AUTHORIZATION", "").split()
        if not parts or parts[0].casefold() != API_KEY.casefold():
            return None
        key = api_keys.holder(parts[1], address_of(request)) if len(parts) == 2 else None
        if key is None:
            raise AuthenticationFailed(_("This API key does not hold."))
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return API_KEY


class TokenScheme(SimpleJWTScheme):  # type: ignore[no-untyped-call]
    """Describes it in the schema as what it is."""

    target_class: Any = TokenAuthentication


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the header."""

    target_class: Any = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Api-Key skyy_…`: a key made on one's page, within its scopes.",
        }
