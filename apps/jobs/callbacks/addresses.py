"""A callback's address: checked when it is given, and resolved and checked at every attempt."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from .networks import may_reach

LONGEST = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str, int], Sequence[str]]
"""From a host and a port to its IP addresses; raises ``OSError`` where there are none."""


@dataclass(frozen=True)
class Target:
    """Where to send: ``url`` as it was given, and the checked ``addresses`` to connect to."""

    url: httpx.URL
    port: int
    addresses: Sequence[str]


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check(address: str, resolver: Resolver | None = None) -> Target:
    """Return where a callback to ``address`` may go.

    Every address the name has must be allowed: one that is not could be the one that is taken.

    Raises:
        Problem: ``callback.refused``, with words that tell no more than the address itself does.
    """
    url = _parsed(address)
    port = url.port or DEFAULT_PORTS[url.scheme]
    if port not in settings.CONFIGURATION.callback_ports:
        raise _refused(_("Callbacks are not sent to port %d.") % port)
    host = url.raw_host.decode("ascii").strip("[]")
    try:
        found = (resolver or resolve)(host, port)
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise _refused(_("The callback's host has no address."))
    if not all(may_reach(one) for one in found):
        raise _refused(_("The callback's host has an address that is not public."))
    return Target(url, port, found)


def _parsed(address: str) -> httpx.URL:
    # Signs that parsers of addresses disagree about.
    odd = not address.isascii() or not address.isprintable() or bool(set(' \\"<>') & set(address))
    if odd or len(address) > LONGEST:
        raise _refused(_("This is no address a callback can be sent to."))
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise _refused(_("This is no address a callback can be sent to.")) from error
    schemes = {"https", "http"} if settings.CONFIGURATION.callback_allow_http else {"https"}
    if url.scheme not in schemes:
        raise _refused(_("A callback's address begins with https://."))
    if not url.raw_host:
        raise _refused(_("The callback's address names no host."))
    if url.userinfo:
        raise _refused(_("A callback's address holds no user name and no password."))
    if url.fragment:
        raise _refused(_("A callback's address has no part after #."))
    return url


def _refused(words: str) -> Problem:
    return Problem(Code.CALLBACK_REFUSED, words, fields={"callback_url": [words]})
