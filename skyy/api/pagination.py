"""Pages of a list; ``total`` is the true count."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from .envelope import PAGE_ATTRIBUTE
from .errors import Code, Problem


class ReadFirst(Paginator[Any]):
    """Rows of a first page that is not full are all there are: nothing else is counted."""

    def page(self, number: int | str) -> Page[Any]:
        """Return the page of this number.

        Raises:
            InvalidPage: there is none.
        """
        if str(number) != "1":
            later: Page[Any] = super().page(number)
            return later
        rows: list[Any] = list(self.object_list[: self.per_page])
        if len(rows) < self.per_page:
            self.__dict__["count"] = len(rows)
        return Page(rows, 1, self)


class PagePagination(PageNumberPagination):
    """``?page=`` and ``?page_size=`` (at most 200); the numbers go into ``meta``."""

    django_paginator_class = ReadFirst
    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        """Return the rows of the page asked for.

        Raises:
            Problem: ``request.invalid`` for what is no page number; a page beyond the last one is
                ``not_found``.
        """
        self.check_numbers(request)
        return super().paginate_queryset(queryset, request, view)

    def check_numbers(self, request: Request) -> None:
        """Refuse what is no page number and no size of a page.

        Raises:
            Problem: ``request.invalid``.
        """
        for name in (self.page_query_param, "page_size"):
            _check(name, request.query_params.get(name))

    def get_paginated_response(self, data: Any) -> Response:
        response = Response(data)
        assert self.page is not None
        numbers = {
            "page": self.page.number,
            "page_size": self.page.paginator.per_page,
            "total": self.page.paginator.count,
            "has_more": self.page.has_next(),
        }
        setattr(response, PAGE_ATTRIBUTE, numbers)
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return schema

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"]["minimum"] = 1
            if parameter["name"] == "page_size":
                parameter["description"] = f"Rows of a page; {self.max_page_size} at most."
        return parameters


def _check(name: str, given: str | None) -> None:
    """A natural number of few digits, or nothing."""
    if given is None or (given.isascii() and given.isdigit() and len(given) < 10 and int(given)):
        return
    words = _("A whole number from 1 on.")
    raise Problem(Code.REQUEST_INVALID, words, fields={name: [words]})
