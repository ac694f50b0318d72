"""Guessing is slow: attempts are counted per account and per address before anything is checked.

Whoever goes beyond a gate's free attempts waits, twice as long each time. Counts are rows: without
the database no password can be looked at either, and a cache that is away or emptied forgets none.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from skyy.api.errors import Code, Problem

from .models import AttemptCount

LIMIT = 8
WINDOW_SECONDS = 300
STRIKES_KEPT = timedelta(days=1)
KNOWN = "known"
"""Rows of those who came in from an address during the last month; they count nothing."""
KNOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Gate:
    """``free`` attempts within ``window`` seconds, then a pause that doubles up to ``longest``."""

    name: str
    free: int
    window: int = WINDOW_SECONDS
    pause: int = 60
    longest: int = 3600


PAIR = Gate("pair", LIMIT)
"""One account from one address: the ordinary guesser, and whoever forgot their password."""
ACCOUNT = Gate("account", 40, window=3600, longest=900)
"""One account from anywhere: many addresses together. Not asked of addresses the person has
signed in from, so that nobody can lock them out from elsewhere."""
ADDRESS = Gate("address", 60, window=900)
"""Any account from one address: a list of names."""
CODE = Gate("code", 6)
"""Six digits: at most six guesses, then a minute, then two."""
CONFIRMATION = Gate("confirmation", 8)
"""The password asked again of somebody who is signed in."""
MAIL = Gate("mail", 3, window=3600, pause=3600)
"""E-mails to one address."""


def now() -> float:
    """Seconds since the epoch; tests put another clock here."""
    return time.time()


def count_sign_in(username: str, address: str) -> None:
    """Count one attempt before the password is looked at, so that a volley cannot slip through.

    Args:
        username: as typed; capitals do not make it another name, and nobody need be called so. A
            name and an e-mail address are counted apart: a lock on one that followed from the other
            would tell whose it is.
        address: the client's network address.

    Raises:
        Problem: ``throttled``, with the seconds to wait.
    """
    pair = _pair(username, address)
    count(PAIR, pair)
    count(ADDRESS, address)
    if not AttemptCount.objects.filter(
        gate=KNOWN, who=_digest(KNOWN, pair), kept_until__gt=_moment()
    ).exists():
        count(ACCOUNT, _folded(username))


def sign_in_succeeded(username: str, address: str) -> None:
    """Begin anew for this account from this address; other guesses at it stay counted."""
    pair = _pair(username, address)
    forget(PAIR, pair)
    # What was tried before stays a strike against the address: one good account opens no others.
    _rows(ADDRESS.name, address).update(count=0, window_ends_at=None)
    AttemptCount.objects.update_or_create(
        gate=KNOWN, who=_digest(KNOWN, pair), defaults={"kept_until": _moment() + KNOWN_FOR}
    )


def count(gate: Gate, who: str) -> None:
    """Count one attempt at a gate.

    Raises:
        Problem: ``throttled``, with the seconds to wait.
    """
    with transaction.atomic():
        wait = _count(gate, who)
    if wait > 0:
        raise _wait(wait)


def forget(gate: Gate, who: str) -> None:
    """What was tried came true: begin anew."""
    _rows(gate.name, who).update(
        count=0, window_ends_at=None, strikes=0, strikes_end_at=None, locked_until=None
    )


def sweep() -> None:
    """Remove what says nothing any more."""
    AttemptCount.objects.filter(kept_until__lt=_moment()).delete()


def _count(gate: Gate, who: str) -> float:
    """Return the seconds to wait; 0 for an attempt that is let through."""
    moment = _moment()
    fresh = AttemptCount(
        gate=gate.name, who=_digest(gate.name, who), kept_until=moment + STRIKES_KEPT
    )
    row = None
    while row is None:  # again where the sweep was in between
        # The same work whether there is one: time would tell who was here lately.
        AttemptCount.objects.bulk_create([fresh], ignore_conflicts=True)
        row = AttemptCount.objects.select_for_update().filter(gate=gate.name, who=fresh.who).first()
    if row.locked_until is not None and row.locked_until > moment:
        return (row.locked_until - moment).total_seconds()
    if row.window_ends_at is None or row.window_ends_at <= moment:
        row.count, row.window_ends_at = 0, moment + timedelta(seconds=gate.window)
    if row.strikes_end_at is not None and row.strikes_end_at <= moment:
        row.strikes, row.strikes_end_at = 0, None
    row.count += 1
    pause = 0
    if row.count > gate.free:
        row.count, row.window_ends_at = 0, None
        row.strikes += 1
        row.strikes_end_at = row.strikes_end_at or moment + STRIKES_KEPT
        pause = min(gate.pause * 2 ** min(row.strikes - 1, 16), gate.longest)
        row.locked_until = moment + timedelta(seconds=pause)
    ends = (row.window_ends_at, row.strikes_end_at, row.locked_until)
    row.kept_until = max(end for end in ends if end is not None)
    row.save()
    return float(pause)


def _wait(seconds: float) -> Problem:
    left = max(1, round(seconds))
    minutes = -(-left // 60)
    words = ngettext(
        "Too many attempts. Wait a minute, then try again.",
        "Too many attempts. Wait %(minutes)s minutes, then try again.",
        minutes,
    )
    return Problem(Code.THROTTLED, words % {"minutes": minutes}, retry_after=left)


def _pair(username: str, address: str) -> str:
    return f"{_folded(username)}\0{address}"


def _folded(username: str) -> str:
    return username.strip().casefold()


def _rows(gate: str, who: str) -> QuerySet[AttemptCount]:
    return AttemptCount.objects.filter(gate=gate, who=_digest(gate, who))


def _digest(gate: str, who: str) -> str:
    return salted_hmac(f"accounts.attempts.{gate}", who, algorithm="sha256").hexdigest()


def _moment() -> datetime:
    return datetime.fromtimestamp(now(), UTC)
