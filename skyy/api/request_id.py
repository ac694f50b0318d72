"""A name for every request: in the ``X-Request-ID`` header, in the envelope and in the log."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from skyy.identifiers import new_id
from skyy.logs import bound

ATTRIBUTE = "skyy_request_id"


def request_id(request: HttpRequest) -> str:
    """Return the id of this request, making one where the middleware did not run."""
    known: str | None = getattr(request, ATTRIBUTE, None)
    if known is None:
        known = str(new_id())
        setattr(request, ATTRIBUTE, known)
    return known


class RequestIdMiddleware:
    """Names each request itself: an id that a client sends could be forged."""

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        name = request_id(request)
        with bound(request=name):
            answer = self.get_response(request)
        if isinstance(answer, HttpResponseBase):
            answer.headers["X-Request-ID"] = name
            return answer
        return self._wait(answer, name)

    @staticmethod
    async def _wait(pending: Awaitable[HttpResponseBase], name: str) -> HttpResponseBase:
        with bound(request=name):
            response = await pending
        response.headers["X-Request-ID"] = name
        return response
