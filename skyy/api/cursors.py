"""Long lists read from row to row: ``?cursor=`` begins, ``meta.next_cursor`` goes on.

A page by number counts off all before it, and shifts when rows come; a cursor names the last row
that was read, and the database begins behind it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from .envelope import PAGE_ATTRIBUTE
from .errors import Code, Problem
from .pagination import PagePagination

PARAMETER = "cursor"
_signer = Signer(salt="skyy.api.cursors")


class CursorPagination(PagePagination):
    """Pages by number, or with ``?cursor=`` from row to row; without a total then."""

    _step: dict[str, Any] | None = None

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        """Return the rows behind the cursor, or those of a page.

        Raises:
            Problem: ``request.invalid`` for a cursor of another order or of nobody's, and for an
                order that no cursor can follow.
        """
        given = request.query_params.get(PARAMETER)
        if given is None:
            return super().paginate_queryset(queryset, request, view)
        if self.page_query_param in request.query_params:
            raise _refused(_("Either a page or a cursor."))
        self.check_numbers(request)
        size = self.get_page_size(request) or 1
        order = _order(queryset)
        found = queryset.order_by(*order)
        if given:
            found = found.filter(_behind(queryset.model, order, _read(given, order)))
        rows = list(found[: size + 1])
        more = len(rows) > size
        rows = rows[:size]
        following = _write(order, rows[-1]) if more else None
        self._step = {"page_size": size, "has_more": more, "next_cursor": following}
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        if self._step is None:
            return super().get_paginated_response(data)
        response = Response(data)
        setattr(response, PAGE_ATTRIBUTE, self._step)
        return response

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        words = "Empty to begin, then `meta.next_cursor`; instead of `page`, for long lists."
        described = {
            "name": PARAMETER,
            "required": False,
            "in": "query",
            "description": words,
            "schema": {"type": "string"},
            "allowEmptyValue": True,
        }
        return [*super().get_schema_operation_parameters(view), described]


def _order(queryset: QuerySet[Any]) -> list[str]:
    """The list's order, settled by the key; every field of the row itself, and never empty."""
    meta = queryset.model._meta
    names = [name for name in queryset.query.order_by if isinstance(name, str)]
    key = meta.pk.name
    order = [name.replace("pk", key) if name in ("pk", "-pk") else name for name in names]
    if len(names) < len(queryset.query.order_by) or not all(map(_follows(queryset), order)):
        raise _refused(_("No cursor can follow this order. Ask for pages, or another order."))
    if not order or order[-1].lstrip("-") != key:
        order.append(f"-{key}" if order and order[-1].startswith("-") else key)
    return order


def _follows(queryset: QuerySet[Any]) -> Any:
    def check(name: str) -> bool:
        try:
            field = queryset.model._meta.get_field(name.lstrip("-"))
        except FieldDoesNotExist:
            return False
        return isinstance(field, Field) and not field.null and not field.is_relation

    return check


def _behind(model: type[Model], order: Sequence[str], values: Sequence[str]) -> Q:
    """Rows after these values, field by field."""
    beyond, equal = Q(), Q()
    for place, (name, text) in enumerate(zip(order, values, strict=True)):
        plain = name.lstrip("-")
        field: Any = model._meta.get_field(plain)
        value = field.to_python(text)
        side = "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{plain}__{side}": value})
        equal &= Q(**{plain: value})
        if place == 0:
            # Says no more than the rest, but an index can begin there.
            first = Q(**{f"{plain}__{side}e": value})
    return first & beyond


def _write(order: Sequence[str], row: Model) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    texts = [one.isoformat() if isinstance(one, datetime) else str(one) for one in values]
    return _signer.sign_object([list(order), texts], compress=True)


def _read(given: str, order: Sequence[str]) -> list[str]:
    try:
        said, values = _signer.unsign_object(given)
    except BadSignature as error:
        raise _refused(_("This cursor is none that was given out.")) from error
    if said != list(order):
        raise _refused(_("This cursor belongs to another order of the list."))
    return list(values)


def _refused(words: str) -> Problem:
    return Problem(Code.REQUEST_INVALID, words, fields={PARAMETER: [words]})
