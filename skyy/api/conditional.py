"""Entity tags of what a resource shows, and requests that hold only for one of them (RFC 9110, 13).

A tag is over the data and, of a list, its page numbers: never over ``timestamp`` or ``request_id``.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from .envelope import PAGE_ATTRIBUTE
from .errors import Code, Problem

M = TypeVar("M", bound=Model)
WRITES = ("PUT", "PATCH", "DELETE")


def etag(data: Any) -> str:
    """A strong tag: equal for equal data, whatever its order of keys."""
    text = json.dumps(data, sort_keys=True, cls=JSONEncoder)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


class Conditional(viewsets.GenericViewSet[M]):
    """A view set that tags what it shows: ``If-None-Match`` gets a 304, and a write with an
    ``If-Match`` that is not what reading the same address shows gets a 412 and changes nothing."""

    conditional = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = (request.method or "").lower()
        shows = getattr(self, (self.action_map or {}).get("get", ""), None)
        wanted = request.headers.get("If-Match")
        if wanted is None or shows is None or method.upper() not in WRITES:
            return
        setattr(self, method, self._only_if(wanted, shows, getattr(self, method)))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        reads = request.method in ("GET", "HEAD")
        if not isinstance(answer, Response) or answer.status_code != 200:
            return answer
        if not reads and self.action != "partial_update":
            return answer
        page = getattr(answer, PAGE_ATTRIBUTE, None)
        tag = etag([answer.data, page] if page else answer.data)
        answer.headers["ETag"] = tag
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        if reads and _known(request, tag):
            answer.status_code, answer.data = 304, None
        return answer

    def _only_if(
        self, wanted: str, shows: Callable[..., Response], writes: Callable[..., Response]
    ) -> Callable[..., Response]:
        def guarded(request: Request, *args: Any, **kwargs: Any) -> Response:
            with transaction.atomic():
                row = self.get_object()
                # Whoever changes the row at this moment is waited for, and then seen.
                rows = type(row)._base_manager.select_for_update(no_key=True)
                rows.filter(pk=row.pk).first()
                tag = etag(shows(request, *args, **kwargs).data)
                if wanted.strip() != "*" and tag not in parse_etags(wanted):
                    raise Problem(
                        Code.PRECONDITION_FAILED,
                        _("It was changed since you read it. Nothing was written: read it again."),
                    )
                return writes(request, *args, **kwargs)

        return guarded


def _known(request: Request, tag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in {one.removeprefix("W/") for one in known}
