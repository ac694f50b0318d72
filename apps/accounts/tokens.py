"""JSON web tokens: a short one that opens, a long one that is exchanged for the next pair, once."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, update_last_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.utils import datetime_from_epoch

from skyy.api.errors import Code, Problem

from . import devices
from .models import Device, User

DEVICE = "sid"
EPOCH = "epoch"
NO_DEVICE = UUID(int=0)
NOBODY = (ValueError, TypeError, ValidationError)
"""What looking up an id raises that cannot be one."""


@dataclass(frozen=True)
class Pair:
    """What a client keeps; both are secrets."""

    access: str
    refresh: str


class Reused(TokenError):
    """A refresh token came a second time: somebody else has it too."""

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__(_("This token was used before."))
        self.payload = payload


class RefreshToken(tokens.RefreshToken):
    """A refresh token of which the database knows the number only, never the text."""

    def check_blacklist(self) -> None:
        """Raises ``Reused``; by then the signature was found good."""
        number = self.payload.get(api_settings.JTI_CLAIM)
        if BlacklistedToken.objects.filter(token__jti=number).exists():
            raise Reused(self.payload)

    @classmethod
    def for_user(cls, user: AbstractBaseUser) -> Self:  # type: ignore[override]
        token: Self = super(tokens.BlacklistMixin, cls).for_user(user)
        token.outstand()
        return token

    def outstand(self) -> OutstandingToken:
        """Note the number."""
        return OutstandingToken.objects.get_or_create(
            jti=self.payload[api_settings.JTI_CLAIM],
            defaults={
                "user_id": self.payload[api_settings.USER_ID_CLAIM],
                "token": "",
                "created_at": self.current_time,
                "expires_at": datetime_from_epoch(self.payload["exp"]),
            },
        )[0]

    def spend(self) -> bool:
        """Use it up; False where another request was quicker."""
        return BlacklistedToken.objects.get_or_create(token=self.outstand())[1]


def sign_in(request: HttpRequest, user: User) -> Pair:
    """Sign an API client in: a device of its own, and its first pair."""
    with transaction.atomic():
        device = devices.begin_tokens(request, user, api_settings.REFRESH_TOKEN_LIFETIME)
        update_last_login(User, user)
        return pair_for(user, device)


def pair_for(user: User, device: Device) -> Pair:
    """The next tokens of a device."""
    refresh = RefreshToken.for_user(user)
    refresh[DEVICE] = str(device.pk)
    refresh[EPOCH] = user.epoch
    return Pair(access=str(refresh.access_token), refresh=str(refresh))


def exchange(text: str) -> Pair:
    """Take a refresh token and give the next pair.

    Raises:
        Problem: ``auth.invalid``; a token that was used before ends its whole device, for one of
            the two who have it is a thief.
    """
    try:
        old = RefreshToken(text)  # type: ignore[arg-type]
        user = holder(old)
    except Reused as reused:
        _end_device(reused.payload)
        raise _refused() from reused
    except (TokenError, APIException, ValueError) as refusal:
        raise _refused() from refusal
    if not old.spend():
        _end_device(old.payload)
        raise _refused()
    device = user.devices.filter(pk=str(old.get(DEVICE, NO_DEVICE))).first()
    if device is None:
        raise _refused()
    devices.seen(device.pk, user, until=api_settings.REFRESH_TOKEN_LIFETIME)
    return pair_for(user, device)


def holder(token: tokens.Token) -> User:
    """Return whose token it is: an active person's, with the epoch, password and device of now.

    Raises:
        InvalidToken, AuthenticationFailed: it holds no longer, or never did.
    """
    try:
        user = JWTAuthentication().get_user(token)
        if isinstance(user, User) and _still_holds(token, user):
            return user
    except NOBODY as error:
        raise InvalidToken from error
    raise AuthenticationFailed(_("This token was ended. Sign in again."))


def _still_holds(token: tokens.Token, user: User) -> bool:
    """Whether a token's epoch and device are those of now."""
    if token.get(EPOCH, 0) != user.epoch:
        return False
    device = token.get(DEVICE)
    return device is None or devices.seen(str(device), user)


def _end_device(payload: dict[str, Any]) -> None:
    owner = User.objects.filter(pk=payload[api_settings.USER_ID_CLAIM]).first()
    if owner is not None and payload.get(DEVICE):
        devices.end(owner, payload[DEVICE])


def _refused() -> Problem:
    return Problem(Code.AUTH_INVALID, _("This token does not hold. Sign in again."))
