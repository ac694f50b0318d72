"""Rate limits per user; a view names its limit with ``throttle_scope``."""

import math
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.throttling import ScopedRateThrottle

ATTRIBUTE = "skyy_rate_limit"


class ScopedUserThrottle(ScopedRateThrottle):
    """Limits only what creates work: reading is never throttled, whatever the view's scope."""

    num_requests: int
    duration: int

    def allow_request(self, request, view):  # type: ignore[no-untyped-def]
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return True
        # What the view does not take is answered with 405.
        if not hasattr(view, request.method.lower()):
            return True
        allowed = super().allow_request(request, view)
        if getattr(self, "history", None):
            setattr(request._request, ATTRIBUTE, self._standing())
        return allowed

    def _standing(self) -> dict[str, str]:
        """``RateLimit-*``: how many in a window, how many are left, seconds until one more."""
        left = max(0, self.num_requests - len(self.history))
        free = math.ceil(self.duration - (self.now - self.history[-1]))
        return {
            "RateLimit-Limit": f"{self.num_requests}",
            "RateLimit-Remaining": f"{left}",
            "RateLimit-Reset": f"{max(1, free)}",
        }


class RateLimitMiddleware:
    """Tells how the throttle stands, on every answer to a request that it counted."""

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseBase):
            return _told(request, answer)
        return self._wait(request, answer)

    @staticmethod
    async def _wait(request: HttpRequest, pending: Awaitable[HttpResponseBase]) -> HttpResponseBase:
        return _told(request, await pending)


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in getattr(request, ATTRIBUTE, {}).items():
        response.headers[name] = value
    return response
