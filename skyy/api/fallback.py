"""Errors outside any API view: in the envelope under ``/api/``, as pages elsewhere."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults

from .envelope import meta
from .errors import STATUS, Code, Problem
from .outages import outage

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
    """Django's ``handler500``, called while the error is handled: an outage is none of ours."""
    problem = outage(sys.exception())
    if problem is not None:
        return unavailable(request, problem)
    if request.path.startswith(PREFIX):
        return _answer(request, Code.SERVER_ERROR, "Something broke on our side. It is logged.")
    return defaults.server_error(request)


def unavailable(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Say that it will pass: in the envelope, or on a page that needs no database."""
    if request.path.startswith(PREFIX):
        body = {"data": None, "error": problem.as_error(), "meta": meta(request)}
        return JsonResponse(body, status=problem.status, headers=problem.headers)
    page = render_to_string("503.html")
    return HttpResponse(page, status=problem.status, headers=problem.headers)


def _answer(
    request: HttpRequest, code: Code, message: str, status: int | None = None
) -> JsonResponse:
    error: dict[str, Any] = {"code": code.value, "message": message, "fields": {}}
    body = {"data": None, "error": error, "meta": meta(request)}
    return JsonResponse(body, status=status or STATUS[code])
