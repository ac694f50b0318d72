"""The API's description as it is handed out."""

from typing import Any, cast

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

_written: dict[tuple[str, str], bytes] = {}
"""By media type and language. It changes with the code alone, and costs most of a second."""


class SchemaView(SpectacularAPIView):
    """OpenAPI 3, as YAML or JSON; written once by each process of the studio."""

    def _get_schema_response(self, request: Request) -> HttpResponse:
        # drf-spectacular leaves these without types.
        here: Any = self
        renderer: Any = request.accepted_renderer
        media_type = str(request.accepted_media_type)
        key = (renderer.media_type, get_language() or "")
        if key not in _written:
            schema = here.generator_class().get_schema(request=request, public=self.serve_public)
            text = cast("bytes | str", renderer.render(schema, media_type, {}))
            _written[key] = text.encode() if isinstance(text, str) else text
        name = here._get_filename(request, "")
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(_written[key], content_type=media_type, headers=headers)
