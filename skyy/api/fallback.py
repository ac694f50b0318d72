"""Errors outside any API view: in the envelope under ``/api/``, as pages elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from .envelope import meta
from .errors import STATUS, Code

PREFIX = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler404``."""
    if request.path.startswith(PREFIX):
        return _answer(request, Code.NOT_FOUND, "There is no such address.")
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler400``."""
    if request.path.startswith(PREFIX):
        return _answer(request, Code.REQUEST_MALFORMED, "This request could not be read.", 400)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``."""
    if request.path.startswith(PREFIX):
        return _answer(request, Code.SERVER_ERROR, "Something broke on our side. It is logged.")
    return defaults.server_error(request)


def _answer(
    request: HttpRequest, code: Code, message: str, status: int | None = None
) -> JsonResponse:
    error: dict[str, Any] = {"code": code.value, "message": message, "fields": {}}
    body = {"data": None, "error": error, "meta": meta(request)}
    return JsonResponse(body, status=status or STATUS[code])
