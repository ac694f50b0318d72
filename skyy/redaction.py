"""Takes secrets out of texts before they are written anywhere.

Two ways, for neither suffices: the values the configuration holds, wherever they stand, and what
looks like a credential, whoever's it is.
"""

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote, quote_plus, urlsplit

from pydantic import SecretStr

from .configuration import Configuration

HIDDEN = "[hidden]"
SHORTEST = 6
"""Characters: hiding a shorter value would hide words."""

LONGEST = 32 * 1024
"""Characters of a text that are looked through; the rest is cut off."""

# Repetitions are bounded: what is looked through may have been written to take long.
_NAME = (
    r"[\w-]{0,40}(?:authorization|cookie|secret|password|passwd|api[_-]?key|access[_-]?key"
    r"|private[_-]?key|provider[_-]?key|token|signature|credential|session|csrf)[\w-]{0,40}"
)
_QUOTED = r"""b?'[^'\r\n]*'|b?"[^"\r\n]*\""""
_IS = r"""(?:['"]?\s{0,5}(?:=|:|%3D)|['"]\s{0,5},)\s{0,5}"""
_HEADER = r"(?:http[_-])?(?:proxy[_-])?(?:authorization|cookie|set-cookie)"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # Headers: to the end of the quoted text or of the line.
        (rf"({_HEADER}{_IS})(?:{_QUOTED}|[^\r\n'\"]+)", rf"\1{HIDDEN}"),
        (r"\b(bearer|basic|token|apikey)(\s{1,5})[A-Za-z0-9._~+/=-]{6,}", rf"\1\2{HIDDEN}"),
        # A name and a password in an address.
        (r"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@'\"]+@", rf"\1{HIDDEN}@"),
        # Whatever has a name that says it is secret: in a query, in JSON, in a representation.
        (rf"(\b{_NAME}{_IS})(?:{_QUOTED}|[^\s&,;'\")\]}}]+)", rf"\1{HIDDEN}"),
        (r"([?&](?:key|sig|code|auth)=)[^\s&'\"]+", rf"\1{HIDDEN}"),
        # Tokens that say what they are.
        (r"\beyJ[\w-]{8,2000}\.[\w-]{1,2000}\.[\w-]{0,2000}", HIDDEN),
        (r"\b(?:whsec|skyy|sk|pk|rk|hf|r8|tsk|ghp|xox[a-z])[_-][A-Za-z0-9+/=_-]{12,200}", HIDDEN),
        (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", HIDDEN),
    )
)
# One quick look spares most messages the others. Whatever a pattern finds holds one of these.
_SUSPICIOUS = re.compile(
    r"auth|cookie|secret|passw|key|token|signature|credential|session|csrf|bearer|basic|://"
    r"|[?&](?:sig|code)=|eyj|whsec|(?:skyy|sk|pk|rk|hf|r8|tsk|ghp|xox[a-z])[_-]|akia|asia",
    re.IGNORECASE,
)


def redacted(text: str) -> str:
    """Return ``text`` without secrets."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + " […]"
    known = _known()
    if known is not None:
        text = known.sub(HIDDEN, text)
    if _SUSPICIOUS.search(text):
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
    return text


def secrets_in(configuration: Configuration) -> set[str]:
    """Return every secret of the configuration, and the passwords inside its addresses."""
    values = {
        value.get_secret_value()
        for value in (getattr(configuration, name) for name in type(configuration).model_fields)
        if isinstance(value, SecretStr)
    }
    values.add(configuration.secret_key)
    passwords = {urlsplit(value).password for value in values if "://" in value}
    return values | {password for password in passwords if password}


@cache
def _known() -> re.Pattern[str] | None:
    from django.conf import settings

    if not settings.configured:
        return None
    values = secrets_in(settings.CONFIGURATION) | {settings.SECRET_KEY}
    spellings = {spelling for value in values for spelling in _spellings(value)}
    if not spellings:
        return None
    # The longest first: one may begin with another.
    ordered: Iterable[str] = sorted(spellings, key=len, reverse=True)
    return re.compile("|".join(re.escape(spelling) for spelling in ordered))


def _spellings(value: str) -> set[str]:
    found = {value, quote(value, safe=""), quote_plus(value), repr(value)[1:-1]}
    return {spelling for spelling in found if len(spelling) >= SHORTEST}
