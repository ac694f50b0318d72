"""Guessing is slow: attempts are counted per account and per address before anything is checked.

Whoever goes beyond a gate's free attempts waits, twice as long each time. Counts live in the
cache: in production Redis, shared by all processes.
"""

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import ngettext

from skyy.api.errors import Code, Problem

LIMIT = 8
WINDOW_SECONDS = 300
STRIKES_SECONDS = 24 * 3600
KNOWN_SECONDS = 30 * 24 * 3600


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
    if not cache.get(_key("known", pair)):
        count(ACCOUNT, _folded(username))


def sign_in_succeeded(username: str, address: str) -> None:
    """Begin anew for this account from this address; other guesses at it stay counted."""
    pair = _pair(username, address)
    forget(PAIR, pair)
    cache.delete(_key("count", ADDRESS.name, address))
    cache.set(_key("known", pair), 1, KNOWN_SECONDS)


def count(gate: Gate, who: str) -> None:
    """Count one attempt at a gate.

    Raises:
        Problem: ``throttled``, with the seconds to wait.
    """
    lock = _key("lock", gate.name, who)
    until = cache.get(lock)
    if until is not None and until > now():
        raise _wait(until - now())
    made = _increased(_key("count", gate.name, who), gate.window)
    if made <= gate.free:
        return
    strikes = _increased(_key("strikes", gate.name, who), STRIKES_SECONDS)
    pause = min(gate.pause * 2 ** min(strikes - 1, 16), gate.longest)
    cache.set(lock, now() + pause, pause)
    cache.delete(_key("count", gate.name, who))
    raise _wait(pause)


def forget(gate: Gate, who: str) -> None:
    """What was tried came true: begin anew."""
    cache.delete_many([_key(part, gate.name, who) for part in ("count", "strikes", "lock")])


def _wait(seconds: float) -> Problem:
    left = max(1, round(seconds))
    minutes = -(-left // 60)
    words = ngettext(
        "Too many attempts. Wait a minute, then try again.",
        "Too many attempts. Wait %(minutes)s minutes, then try again.",
        minutes,
    )
    return Problem(Code.THROTTLED, words % {"minutes": minutes}, retry_after=left)


def _increased(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two calls: a new window begins
        cache.set(key, 1, seconds)
        return 1


def _pair(username: str, address: str) -> str:
    return f"{_folded(username)}\0{address}"


def _folded(username: str) -> str:
    return username.strip().casefold()


def _key(*said: str) -> str:
    return "attempts:" + hashlib.sha256("\0".join(said).encode()).hexdigest()
