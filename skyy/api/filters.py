"""Narrowing a list by the query of its address."""

from typing import Any

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend

from .errors import Code, Problem


class StrictFilters(DjangoFilterBackend):
    """django-filter's backend; a NUL character, which no text column takes, is refused by name."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """Return the rows that fit.

        Raises:
            Problem: ``request.invalid``.
        """
        words = _("A NUL character fits nothing.")
        fields = {
            name: [words]
            for name, values in request.query_params.lists()
            if any("\0" in value for value in values)
        }
        if fields:
            raise Problem(Code.REQUEST_INVALID, words, fields=fields)
        return super().filter_queryset(request, queryset, view)
