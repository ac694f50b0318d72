"""Which providers there are, and which of them can be had now."""

from importlib.util import find_spec

from django.conf import settings
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from .base import Card, ProviderStanding
from .cards import CARDS


def providers_for(capability: str) -> list[ProviderStanding]:
    """Return every provider of a capability such as ``model_3d``, the available ones first."""
    found = [standing(card) for card in CARDS if card.capability == capability]
    return sorted(found, key=lambda one: not one.available)


def provider(capability: str, name: str) -> ProviderStanding:
    """Return one provider as it stands now.

    Raises:
        Problem: ``provider.unknown``.
    """
    for card in CARDS:
        if card.capability == capability and card.id == name:
            return standing(card)
    known = ", ".join(names(capability))
    words = _("There is no provider “%(name)s”. Known are: %(known)s.")
    raise Problem(Code.PROVIDER_UNKNOWN, words % {"name": name, "known": known})


def names(capability: str) -> list[str]:
    """Return the ids of a capability's providers."""
    return [card.id for card in CARDS if card.capability == capability]


def available(capability: str, name: str) -> ProviderStanding:
    """Return a provider that can be asked now.

    Raises:
        Problem: ``provider.unknown``; ``provider.unavailable`` with what is missing.
    """
    found = provider(capability, name)
    if not found.available:
        words = _("%(name)s cannot be asked. %(reason)s Nothing was started.")
        message = words % {"name": found.card.name, "reason": found.reason}
        fields = {"provider": [found.reason]}
        raise Problem(Code.PROVIDER_UNAVAILABLE, message, fields=fields)
    return found


def standing(card: Card) -> ProviderStanding:
    """Look now: at the configuration, at the packages, and at what this version can do."""
    missing = [need for need in card.needs if not _is_set(need.setting)]
    packages = [name for name in card.packages if find_spec(name) is None]
    reasons = [
        _("It needs %(words)s: set %(variable)s.")
        % {"variable": need.variable, "words": need.words}
        for need in missing
    ]
    if packages:
        reasons.append(
            _("It needs these packages: %(packages)s.") % {"packages": ", ".join(packages)}
        )
    if not card.client:
        # Said whatever is set: what to set would promise too much by itself.
        reasons.append(_("This version of Skyy has no client for it yet."))
    return ProviderStanding(card, not reasons, " ".join(reasons), missing)


def _is_set(name: str) -> bool:
    value = getattr(settings.CONFIGURATION, name)
    secret = getattr(value, "get_secret_value", None)
    return bool(secret() if secret is not None else value)
