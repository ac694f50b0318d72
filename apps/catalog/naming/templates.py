"""Templates such as ``{style}-{color}-{view}``: fields in braces, everything else as it stands."""

import itertools
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from apps.catalog.models import View
from skyy.api.errors import Code, Problem

LONGEST = 120
READABLE = ("sku", "style", "color", "size", "view", "n", "any")
"""Of names that come in. ``n`` is a number, ``any`` whatever stands there: neither is used."""
WRITABLE = ("sku", "style", "color", "size", "role", "view", "name", "collection", "version")
"""Fields of names that go out."""
MOST_TRIES = 4000
"""A name with many separators can be read in very many ways; after this many places at which a
field might end it is left alone."""

_VIEWS = "|".join(view.value.replace("_", "[_ -]?") for view in View)
_PATTERNS = {"view": _VIEWS, "n": r"\d{1,6}"}


@dataclass(frozen=True)
class Part:
    """A field, or with an empty ``field`` the text that stands before the next one."""

    text: str
    field: str = ""


def check_read(template: str) -> str:
    """Return a template for names that come in, without outer spaces.

    Raises:
        Problem: ``request.invalid``: an unknown field, one twice, two without anything between
            them, or neither ``{sku}`` nor ``{style}``.
    """
    names = [part.field for part in _checked(template, READABLE) if part.field]
    if not {"sku", "style"} & set(names):
        raise _wrong(template, _("It needs {sku} or {style}."))
    return template.strip()


def check_write(template: str) -> str:
    """Return a template for names that go out, without outer spaces.

    Raises:
        Problem: ``request.invalid``: an unknown field, or none at all.
    """
    if not any(part.field for part in _checked(template, WRITABLE)):
        raise _wrong(template, _("Without a field every file would have one name."))
    return template.strip()


def readings(template: str, stem: str) -> Iterator[Mapping[str, str]]:
    """Yield every way in which a name without its ending fits a template, shortest fields first.

    ``SR-COT-001-Noir-front`` fits ``{style}-{color}-{view}`` in three ways; which one is meant the
    catalog knows.
    """
    yield from _split(_parts(template.strip()), 0, stem.strip(), {}, itertools.count())


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return a name that goes out. What is not known leaves no gap: of the separators on its two
    sides one goes with it, and at the ends of the name both."""
    written = pending = ""
    skipped = False
    for part in _parts(template.strip()):
        if not part.field:
            alone = skipped and _is_separator(pending) and _is_separator(part.text)
            pending = part.text if alone else pending + part.text
        elif value := values.get(part.field, ""):
            written += "" if not written and skipped and _is_separator(pending) else pending
            written += value
            pending, skipped = "", False
        else:
            skipped = True
    return written if skipped and _is_separator(pending) else written + pending


def _split(
    parts: Sequence[Part], at: int, rest: str, found: dict[str, str], tries: Iterator[int]
) -> Iterator[Mapping[str, str]]:
    if at == len(parts):
        if not rest:
            yield dict(found)
        return
    part = parts[at]
    if not part.field:
        if rest[: len(part.text)].casefold() == part.text.casefold():
            yield from _split(parts, at + 1, rest[len(part.text) :], found, tries)
        return
    following = parts[at + 1].text if at + 1 < len(parts) else ""
    for end in _ends(rest, following):
        if next(tries) > MOST_TRIES:
            return
        value = rest[:end]
        if _fits(part.field, value):
            yield from _split(parts, at + 1, rest[end:], found | {part.field: value}, tries)


def _ends(rest: str, following: str) -> Iterator[int]:
    """Where a field may end: before each place at which the text that follows it stands."""
    if not following:
        yield len(rest)
        return
    low, wanted = rest.casefold(), following.casefold()
    if len(low) != len(rest):
        # A letter that folds into two would move every place behind it.
        low, wanted = rest, following
    at = low.find(wanted, 1)
    while at > 0:
        yield at
        at = low.find(wanted, at + 1)


def _fits(field: str, value: str) -> bool:
    if not value.strip():
        return False
    pattern = _PATTERNS.get(field)
    return pattern is None or re.fullmatch(pattern, value, re.IGNORECASE) is not None


def _is_separator(text: str) -> bool:
    return not text.strip("-_ .")


@lru_cache(maxsize=256)
def _parts(template: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for text, field, _spec, _conversion in string.Formatter().parse(template):
        if text:
            parts.append(Part(text))
        if field is not None:
            parts.append(Part("", field))
    return tuple(parts)


def _checked(template: str, known: Sequence[str]) -> Sequence[Part]:
    if not template.strip() or len(template) > LONGEST:
        raise _wrong(template, _("It has 1 to %(most)d characters.") % {"most": LONGEST})
    if not template.isprintable() or re.search(r'[/\\:*?"<>|]', template):
        raise _wrong(template, _("A file name cannot have those characters."))
    try:
        pieces = list(string.Formatter().parse(template.strip()))
    except ValueError as error:
        raise _wrong(template, _("A brace is not closed.")) from error
    fields = [field for _text, field, _s, _c in pieces if field is not None]
    if any(spec or conversion for _text, _field, spec, conversion in pieces):
        raise _wrong(template, _("A field is a word in braces, nothing more."))
    unknown = [field for field in fields if field not in known]
    if unknown:
        words = _("There is no field {%(field)s}. There are: %(known)s.")
        raise _wrong(template, words % {"field": unknown[0], "known": ", ".join(known)})
    if len(set(fields)) != len(fields):
        raise _wrong(template, _("A field stands in it twice."))
    parts = _parts(template.strip())
    if any(one.field and other.field for one, other in itertools.pairwise(parts)):
        raise _wrong(template, _("Something must stand between two fields."))
    return parts


def _wrong(template: str, why: str) -> Problem:
    words = _("“%(template)s” is no template. %(why)s")
    message = words % {"template": template[:LONGEST], "why": why}
    return Problem(Code.REQUEST_INVALID, message, fields={"templates": [message]})
