"""The order of a list."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

from .errors import Code, Problem


class StrictOrdering(OrderingFilter):
    """``?ordering=-created_at,name``; a field the list cannot be ordered by is refused by name."""

    def remove_invalid_fields(
        self, queryset: Any, fields: Any, view: Any, request: Request
    ) -> list[str]:
        """Return the fields asked for.

        Raises:
            Problem: ``request.invalid`` when one of them is none of the view's.
        """
        valid: list[str] = super().remove_invalid_fields(queryset, fields, view, request)
        if len(valid) < len(fields):
            offered = ", ".join(view.ordering_fields)
            words = _("This list can be ordered by: %(fields)s.") % {"fields": offered}
            raise Problem(Code.REQUEST_INVALID, words, fields={self.ordering_param: [words]})
        return valid

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        offered = " and ".join(f"`{name}`" for name in view.ordering_fields)
        for parameter in parameters:
            parameter["description"] = (
                f"Ordered by {offered}; with a minus downwards, with commas by several."
            )
        return parameters
