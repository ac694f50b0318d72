"""Whether somebody gave their password in this browser a moment ago."""

from django.http import HttpRequest

from apps.accounts import attempts

CONFIRMED = "confirmed_at"
RECENT_SECONDS = 600


def now_confirmed(request: HttpRequest) -> None:
    """They just did."""
    request.session[CONFIRMED] = attempts.now()


def is_recent(request: HttpRequest) -> bool:
    """Within the last ten minutes."""
    return attempts.now() - float(request.session.get(CONFIRMED, 0)) < RECENT_SECONDS
