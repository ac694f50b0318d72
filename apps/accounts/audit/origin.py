"""From where the call under way comes: services know no requests, the log wants to."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.accounts.models import User
from skyy.api.request_id import request_id


@dataclass(frozen=True)
class Origin:
    """Where a call comes from.

    Attributes:
        request: None for what no request asked for: commands, the engine's own work.
    """

    request: HttpRequest | None = None

    @property
    def person(self) -> User | None:
        """Who asks, as far as that is known by now: tokens are read after the middleware."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @property
    def address(self) -> str:
        """The network address: the connection's, or what a trusted proxy says (asgi.py)."""
        return "" if self.request is None else str(self.request.META.get("REMOTE_ADDR", ""))[:45]

    @property
    def request_id(self) -> str:
        """The name of the request, as in its answer and in the log."""
        return "" if self.request is None else request_id(self.request)

    @property
    def door(self) -> str:
        """Through which door: ``api``, ``admin``, ``page`` or ``work``."""
        if self.request is None:
            return "work"
        first = self.request.path.strip("/").split("/")[0]
        return first if first in ("api", "admin") else "page"


_origin: ContextVar[Origin | None] = ContextVar("skyy_audit_origin", default=None)


def current() -> Origin:
    """Return where the call under way comes from."""
    return _origin.get() or Origin()


@contextmanager
def coming_from(request: HttpRequest) -> Iterator[None]:
    """Have everything inside be recorded as coming from this request."""
    token = _origin.set(Origin(request))
    try:
        yield
    finally:
        _origin.reset(token)


class AuditOriginMiddleware:
    """Says for each request that what happens now comes from it."""

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        with coming_from(request):
            answer = self.get_response(request)
        return answer if isinstance(answer, HttpResponseBase) else self._wait(answer, request)

    @staticmethod
    async def _wait(pending: Awaitable[HttpResponseBase], request: HttpRequest) -> HttpResponseBase:
        with coming_from(request):
            return await pending
