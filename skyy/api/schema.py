"""Documents the envelope: every described answer is wrapped as the renderer wraps it."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema

_ERROR = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["code", "message", "fields"],
}
_META = {
    "type": "object",
    "properties": {
        "timestamp": {"type": "string", "format": "date-time"},
        "request_id": {"type": "string"},
        "page": {"type": "integer"},
        "page_size": {"type": "integer"},
        "total": {"type": "integer"},
        "has_more": {"type": "boolean"},
    },
    "required": ["timestamp", "request_id"],
}


def _envelope(data: dict[str, Any] | None, error: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "data": data or {"nullable": True, "enum": [None]},
            "error": error or {"nullable": True, "enum": [None]},
            "meta": _META,
        },
        "required": ["data", "error", "meta"],
    }


class EnvelopeSchema(AutoSchema):
    """drf-spectacular's schema with the envelope and the errors every operation can answer."""

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
        for content in described.get("content", {}).values():
            if "schema" in content:
                content["schema"] = _envelope(content["schema"], None)
        return described

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        failure = {"application/json": {"schema": _envelope(None, _ERROR)}}
        for status, words in self._failures():
            bodies.setdefault(status, {"description": words, "content": failure})
        return bodies

    def _failures(self) -> list[tuple[str, str]]:
        failures = [("400", "The request does not fit."), ("429", "Too many requests.")]
        if self.get_auth():
            failures += [("401", "Sign in first."), ("403", "Your role may not do this.")]
        if "{" in self.path:
            failures.append(("404", "Not there, or not yours to see."))
        if self.method != "GET":
            failures += [
                ("409", "It conflicts with the present state."),
                ("413", "Too large."),
                ("415", "Not a media type that is understood."),
                ("422", "The file was refused."),
                ("503", "A part that is needed cannot be had now."),
            ]
        return failures
