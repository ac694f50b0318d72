"""Narrowing a list by the query of its address."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend

from .errors import Code, Problem

LONGEST = 500
"""Characters of a value; databases compare with patterns of limited length."""

MOST = 100
"""Values of one name."""

LONGEST_CURSOR = 4000
"""A cursor holds the values of a row; its signature is checked before they are used."""


class StrictFilters(DjangoFilterBackend):
    """django-filter's backend; what no database takes is refused by name."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """Return the rows that fit.

        Raises:
            Problem: ``request.invalid``.
        """
        fields = {
            name: [words]
            for name, values in request.query_params.lists()
            if (words := _wrong(values, LONGEST_CURSOR if name == "cursor" else LONGEST))
        }
        if fields:
            message = " ".join(words for said in fields.values() for words in said)
            raise Problem(Code.REQUEST_INVALID, message, fields=fields)
        return super().filter_queryset(request, queryset, view)


def _wrong(values: Sequence[str], longest: int) -> str:
    """What is wrong with the values of one name, in words; empty when nothing is."""
    if len(values) > MOST:
        return _("At most %(most)d values.") % {"most": MOST}
    if any(len(value) > longest for value in values):
        return _("At most %(most)d characters.") % {"most": longest}
    if any("\0" in value for value in values):
        return _("A NUL character fits nothing.")
    return ""
