"""Documents the envelope: every described answer is wrapped as the renderer wraps it."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from .described_headers import LIMITS, described
from .idempotency import ATTRIBUTE, IDEMPOTENCY_KEY

JSON = "application/json"
WRITES = ("PUT", "PATCH", "DELETE")
SAFE = ("GET", "HEAD", "OPTIONS")
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of what is known; a 304 says that it still holds.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of what was read; a 412 says that it was changed since.",
)

_ERROR = {
    "type": "object",
    "description": "What went wrong. `code` is stable; new codes may come, none is renamed.",
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "Messages by input field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["code", "message", "fields"],
}
_META = {
    "type": "object",
    "description": "Of every answer; the page numbers only of a list that has pages.",
    "properties": {
        "timestamp": {"type": "string", "format": "date-time"},
        "request_id": {"type": "string", "format": "uuid"},
        "page": {"type": "integer", "minimum": 1},
        "page_size": {"type": "integer", "minimum": 1},
        "total": {"type": "integer", "minimum": 0},
        "has_more": {"type": "boolean"},
        "next_cursor": {"type": "string", "nullable": True},
    },
    "required": ["timestamp", "request_id"],
}
_NOTHING = {"nullable": True, "enum": [None]}

_ALWAYS = {
    "400": "The request does not fit.",
    "429": "Too many requests.",
    "503": "A part that is needed cannot be had; `Retry-After`, if sent, says when to try again.",
}
_SIGNED_IN = {"401": "Sign in first.", "403": "Your role may not do this."}
_ONE_OBJECT = {"404": "Not there, or not yours to see."}
_WRITING = {
    "404": "Not there, or not yours to see.",
    "409": "It conflicts with the present state.",
    "413": "Too large.",
    "415": "Not a media type that is understood.",
    "422": "The file was refused.",
}


class EnvelopeSchema(AutoSchema):
    """drf-spectacular's schema with the envelope and the errors every operation can answer."""

    def get_override_parameters(self) -> list[Any]:
        given: list[Any] = super().get_override_parameters()
        if self._takes_key():
            given = [*given, IDEMPOTENCY_KEY]
        if getattr(self.view, "conditional", False):
            if self.method == "GET":
                given = [*given, IF_NONE_MATCH]
            elif self.method in WRITES:
                given = [*given, IF_MATCH]
        return given

    def _get_response_for_code(
        self,
        serializer: Any,
        status_code: str,
        media_types: list[str] | None = None,
        direction: str = "response",
    ) -> dict[str, Any]:
        described: dict[str, Any] = super()._get_response_for_code(  # type: ignore[no-untyped-call]
            serializer, status_code, media_types, direction
        )
        content = described.get("content", {}).get(JSON, {})
        if "schema" in content:
            content["schema"] = {
                "type": "object",
                "properties": {
                    "data": content["schema"],
                    "error": self._named("Nothing", _NOTHING),
                    "meta": self._named("Meta", _META),
                },
                "required": ["data", "error", "meta"],
            }
        return described

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status, words in self._failures().items():
            failure = {"description": words, "content": {JSON: {"schema": self._failure()}}}
            bodies.setdefault(status, failure)
        if self.method == "GET" and getattr(self.view, "conditional", False):
            bodies.setdefault("304", {"description": "As `If-None-Match` says: not changed."})
        for status, body in bodies.items():
            body["headers"] = described(*self._headers(status, body)) | body.get("headers", {})
        return dict(sorted(bodies.items()))

    def _headers(self, status: str, body: dict[str, Any]) -> list[str]:
        """Which headers an answer has besides those of every answer."""
        fine = status.startswith("2")
        names = []
        # Files have tags of their own.
        shown = status == "304" or (status == "200" and JSON in body.get("content", {}))
        tagged = getattr(self.view, "conditional", False) and self.method in ("GET", "PATCH")
        if shown and tagged:
            names.append("ETag")
        if self._is_limited() and (fine or status == "429"):
            names += LIMITS
        if status in ("429", "503"):
            names.append("Retry-After" if status == "429" else "Retry-After-If-Known")
        if fine and self._takes_key():
            names.append("Idempotency-Replayed")
        return names

    def _takes_key(self) -> bool:
        name = getattr(self.view, "action", None) or self.method.lower()
        return bool(getattr(getattr(self.view, name, None), ATTRIBUTE, False))

    def _is_limited(self) -> bool:
        """Whether a throttle counts it. Some views say which in the moment they are asked."""
        self.view.get_throttles()
        named = getattr(self.view, "throttle_scope", None)
        return named is not None and self.method not in SAFE

    def _failures(self) -> dict[str, str]:
        failures = dict(_ALWAYS)
        if self.get_auth():
            failures |= _SIGNED_IN
        if getattr(self.view, "checks_credentials", False):
            failures["401"] = "These credentials do not hold."
        failures |= getattr(self.view, "failures", {})
        paginator = self._get_paginator()  # type: ignore[no-untyped-call]
        if paginator and self._is_list_view():
            failures["404"] = "There is no such page."
        if "{" in self.path:
            failures |= _ONE_OBJECT
        if self.method != "GET":
            failures |= _WRITING
        if self.method in WRITES and getattr(self.view, "conditional", False):
            failures["412"] = "It is not what `If-Match` says any more."
        return failures

    def _failure(self) -> dict[str, Any]:
        body = {
            "type": "object",
            "description": "Every answer that is no success.",
            "properties": {
                "data": self._named("Nothing", _NOTHING),
                "error": self._named("Failure", _ERROR),
                "meta": self._named("Meta", _META),
            },
            "required": ["data", "error", "meta"],
        }
        return self._named("FailureAnswer", body)

    def _named(self, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        """A reference to a shape that many answers share."""
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name
        )
        self.registry.register_on_missing(component)
        return component.ref
