"""``/health/`` for probes and ``/metrics`` for Prometheus."""

import hmac

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from .checks import readiness
from .figures import exposition

LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked: a restart would mend nothing else."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 where everything that serving needs is there, else 503; what is wrong, to staff."""
    parts = readiness()
    fine = all(part.ok for part in parts.values())
    said: dict[str, object] = {
        "status": "ready" if fine else "not ready",
        "parts": {name: part.ok for name, part in parts.items()},
    }
    # Who it is stands in the database.
    if parts["database"].ok and _is_staff(request):
        said["details"] = {name: part.detail for name, part in parts.items()}
    return JsonResponse(said, status=200 if fine else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, to whoever has the token; without one, to this machine alone."""
    token = settings.CONFIGURATION.metrics_token.get_secret_value()
    if token:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            refused = HttpResponse("A bearer token is needed.\n", "text/plain", status=401)
            refused.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
            return refused
    elif not _is_local(request):
        return HttpResponse("Set SKYY_METRICS_TOKEN.\n", "text/plain", status=403)
    return HttpResponse(exposition(), CONTENT_TYPE_LATEST)


def _is_local(request: HttpRequest) -> bool:
    # Behind a proxy on this machine everybody seems to be here.
    forwarded = any(name in request.headers for name in FORWARDED)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


def _is_staff(request: HttpRequest) -> bool:
    try:
        return request.user.is_authenticated and request.user.is_staff
    except Error:
        # Who it is stands in the database, which may be what is missing.
        return False
