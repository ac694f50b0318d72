"""JSON web tokens for clients: obtain with a password, refresh with a token."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.serializers import TokenRefreshSerializer
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from apps.accounts.models import User

from .authentication import NOBODY


class LivingUserRefreshSerializer(TokenRefreshSerializer):
    """A token of somebody who was deleted is refused like any other that no longer holds."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        try:
            return super().validate(attrs)
        except (User.DoesNotExist, *NOBODY) as gone:
            raise AuthenticationFailed(self.error_messages["no_active_account"]) from gone


class TokenView(TokenObtainPairView):
    """A name and password for an access and a refresh token."""

    throttle_scope = "sign_in"
    checks_credentials = True

    @extend_schema(operation_id="auth_token_create", summary="Obtain tokens", tags=["auth"])
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)


class RefreshView(TokenRefreshView):
    """A refresh token for a new access token."""

    serializer_class = LivingUserRefreshSerializer
    throttle_scope = "sign_in"
    checks_credentials = True

    @extend_schema(
        operation_id="auth_token_refresh",
        summary="Refresh the access token",
        tags=["auth"],
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().post(request, *args, **kwargs)
