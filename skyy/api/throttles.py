"""Rate limits per user; a view names its limit with ``throttle_scope``."""

from rest_framework.throttling import ScopedRateThrottle


class ScopedUserThrottle(ScopedRateThrottle):
    """Limits only what creates work: reading is never throttled, whatever the view's scope."""

    def allow_request(self, request, view):  # type: ignore[no-untyped-def]
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return True
        # What the view does not take is answered with 405.
        if not hasattr(view, request.method.lower()):
            return True
        return super().allow_request(request, view)
