"""JSON web tokens in the ``Authorization`` header."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.tokens import Token

NOBODY = (ValueError, TypeError, ValidationError)
"""What looking up an id raises that cannot be one."""


class TokenAuthentication(JWTAuthentication):
    """A signed token whose user id was never one of ours is refused like any other."""

    def get_user(self, validated_token: Token) -> Any:
        """Return whose token it is.

        Raises:
            InvalidToken, AuthenticationFailed: both answered with 401.
        """
        try:
            return super().get_user(validated_token)
        except NOBODY as error:
            raise InvalidToken from error


class TokenScheme(SimpleJWTScheme):  # type: ignore[no-untyped-call]
    """Describes it in the schema as what it is."""

    target_class: Any = TokenAuthentication
