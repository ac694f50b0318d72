"""Every remote provider, by what a step's handler names: ``remote:<provider>.<capability>@1``."""

import re
from collections.abc import Callable

from skyy.api.errors import Code, Problem

from .atelier import Atelier
from .base import RemoteProvider

HANDLER = re.compile(r"remote:(?P<provider>[a-z0-9_-]{1,40})\.(?P<capability>[a-z0-9_-]{1,40})@\d+")

PROVIDERS: dict[str, Callable[[str], RemoteProvider]] = {Atelier.id: Atelier}
"""Makes a provider for a capability, by the provider's id."""

_made: dict[tuple[str, str], RemoteProvider] = {}


def named_by(handler: str) -> RemoteProvider:
    """Return the provider a handler names.

    Raises:
        Problem: ``provider.unknown``.
    """
    found = HANDLER.fullmatch(handler)
    if found is None:
        raise Problem(Code.PROVIDER_UNKNOWN, f"“{handler}” names no remote provider.")
    return get(found["provider"], found["capability"])


def get(provider: str, capability: str) -> RemoteProvider:
    """Return a provider's client; one per process, which keeps its connections.

    Raises:
        Problem: ``provider.unknown``.
    """
    if provider not in PROVIDERS:
        raise Problem(Code.PROVIDER_UNKNOWN, f"There is no provider “{provider}”.")
    known = (provider, capability)
    if known not in _made:
        _made[known] = PROVIDERS[provider](capability)
    return _made[known]


def forget() -> None:
    """Make every client anew when it is next asked for: the configuration changed."""
    _made.clear()


def one_of_each() -> list[RemoteProvider]:
    """Return one client of every provider: what they have in common is theirs to say."""
    return [get(provider, "") for provider in PROVIDERS]
