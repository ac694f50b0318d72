"""Who is at the other end of a socket, now and as long as it is open."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from rest_framework.exceptions import AuthenticationFailed

from apps.accounts.api.authentication import TokenAuthentication
from apps.accounts.models import User

BEARER = "bearer"
"""Subprotocol of clients that send a token: ``Sec-WebSocket-Protocol: bearer, <token>``. A token
in the URL would end up in logs."""


def person(scope: Mapping[str, Any]) -> User | None:
    """Return who a socket belongs to at this moment, or None for a stranger.

    Everything is read anew: a session that ended, a token that expired and a person who was
    deactivated are noticed while the socket is open. Touches the database.
    """
    token = _token(scope)
    user = _by_token(token) if token is not None else _by_session(scope.get("session"))
    return user if user is not None and user.is_active else None


def _token(scope: Mapping[str, Any]) -> str | None:
    offered = list(scope.get("subprotocols") or ())
    if len(offered) == 2 and offered[0] == BEARER:
        return str(offered[1])
    return None


def _by_token(token: str) -> User | None:
    door = TokenAuthentication()
    try:
        user = door.get_user(door.get_validated_token(token.encode()))
    except AuthenticationFailed:
        # Simple JWT's own refusals are kinds of it.
        return None
    return user if isinstance(user, User) else None


def _by_session(session: Any) -> User | None:
    key = getattr(session, "session_key", None)
    if key is None:
        return None
    fresh: SessionBase = type(_unwrapped(session))(key)
    # Django's own check of a session, backend and password hash included.
    request = HttpRequest()
    request.session = fresh
    user = get_user(request)
    return user if isinstance(user, User) else None


def _unwrapped(session: Any) -> Any:
    """The session itself: Channels hands it over lazily."""
    return getattr(session, "_wrapped", session)
