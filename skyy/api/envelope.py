"""The one shape of every answer: ``{"data", "error", "meta"}``."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from .request_id import request_id

PAGE_ATTRIBUTE = "skyy_page"


def meta(request: Any) -> dict[str, Any]:
    """Return the ``meta`` part for a request."""
    return {"timestamp": timezone.now().isoformat(), "request_id": request_id(request)}


class EnvelopeRenderer(JSONRenderer):
    """Wraps what a view returns; errors arrive already shaped by the exception handler."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        context = dict(renderer_context or {})
        response = context.get("response")
        request = context.get("request")
        if response is None or request is None or response.status_code == 204:
            return super().render(data, accepted_media_type, context)
        django_request = getattr(request, "_request", request)
        described = meta(django_request) | getattr(response, PAGE_ATTRIBUTE, {})
        failed = response.status_code >= 400
        body = {
            "data": None if failed else data,
            "error": data if failed else None,
            "meta": described,
        }
        return super().render(body, accepted_media_type, context)
