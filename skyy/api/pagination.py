"""Pages of a list; ``total`` is the true count."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from .envelope import PAGE_ATTRIBUTE


class PagePagination(PageNumberPagination):
    """``?page=`` and ``?page_size=`` (at most 200); the numbers go into ``meta``."""

    page_size_query_param = "page_size"
    max_page_size = 200

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
