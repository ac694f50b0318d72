"""Turns whatever a view raises into the ``error`` part of the envelope, with its right status."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from .errors import STATUS, Code, Problem
from .outages import outage
from .request_id import request_id

logger = logging.getLogger(__name__)

_CODES: tuple[tuple[type[exceptions.APIException], Code], ...] = (
    (exceptions.ParseError, Code.REQUEST_MALFORMED),
    (exceptions.NotAuthenticated, Code.AUTH_REQUIRED),
    (exceptions.AuthenticationFailed, Code.AUTH_INVALID),
    (exceptions.PermissionDenied, Code.PERMISSION_DENIED),
    (exceptions.NotFound, Code.NOT_FOUND),
    (exceptions.MethodNotAllowed, Code.METHOD_NOT_ALLOWED),
    (exceptions.NotAcceptable, Code.NOT_ACCEPTABLE),
    (exceptions.UnsupportedMediaType, Code.MEDIA_TYPE_UNSUPPORTED),
    (exceptions.Throttled, Code.THROTTLED),
)

_DJANGO: tuple[tuple[type[Exception], Code, str], ...] = (
    (Http404, Code.NOT_FOUND, "There is no such thing, or you may not see it."),
    (PermissionDenied, Code.PERMISSION_DENIED, "Your role may not do this."),
    (RequestDataTooBig, Code.REQUEST_TOO_LARGE, "The request is too large."),
    (SuspiciousOperation, Code.REQUEST_MALFORMED, "This request could not be read."),
)


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: known problems are told, unknown ones are logged and hidden."""
    problem = error if isinstance(error, Problem) else outage(error)
    if problem is not None:
        return Response(problem.as_error(), status=problem.status, headers=problem.headers)
    for kind, code, words in _DJANGO:
        if isinstance(error, kind):
            return _answer(code, words, STATUS.get(code, 400))
    if isinstance(error, exceptions.ValidationError):
        return _answer(
            Code.REQUEST_INVALID, "Some of what was sent does not fit.", 400, _fields(error.detail)
        )
    if isinstance(error, exceptions.APIException):
        return _from_rest_framework(error)
    name = request_id(context["request"])
    logger.exception("Unexpected error in request %s", name)
    return _answer(
        Code.SERVER_ERROR, f"Something broke on our side. It is logged as request {name}.", 500
    )


def _from_rest_framework(error: exceptions.APIException) -> Response:
    code = next((code for kind, code in _CODES if isinstance(error, kind)), Code.REQUEST_INVALID)
    detail = error.detail
    if isinstance(detail, dict):
        message = str(detail.get("detail", error.default_detail))
    else:
        message = str(detail)
    response = _answer(code, message, error.status_code)
    header = getattr(error, "auth_header", None)
    if header:
        response.headers["WWW-Authenticate"] = header
    wait = getattr(error, "wait", None)
    if wait is not None:
        response.headers["Retry-After"] = str(max(1, round(wait)))
    return response


def _answer(
    code: Code, message: str, status: int, fields: dict[str, list[str]] | None = None
) -> Response:
    return Response({"code": code.value, "message": message, "fields": fields or {}}, status=status)


def _fields(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Flatten DRF's nested details to ``{"a.0.b": ["message"]}``."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            found |= _fields(inner, f"{prefix}.{name}" if prefix else str(name))
        return found
    if isinstance(detail, list):
        if all(not isinstance(inner, dict | list) for inner in detail):
            return {prefix or "non_field_errors": [str(inner) for inner in detail]}
        found = {}
        for index, inner in enumerate(detail):
            found |= _fields(inner, f"{prefix}.{index}" if prefix else str(index))
        return found
    return {prefix or "non_field_errors": [str(detail)]}
