"""Reads JSON bodies, as large and as deep as a request may be."""

import io
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from .errors import Code, Problem


class BoundedJSONParser(JSONParser):
    """DRF's parser reads whatever is sent; this one at most ``DATA_UPLOAD_MAX_MEMORY_SIZE`` bytes.

    Raises:
        Problem: ``request.too_large``.
        ParseError: what is no JSON, nested beyond reason, or holds half of a surrogate pair, which
            no text can be written with.
    """

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body: bytes = stream.read(most + 1)
        if len(body) > most:
            words = _("The request has more than %(most)d bytes.") % {"most": most}
            raise Problem(Code.REQUEST_TOO_LARGE, words)
        try:
            read: dict[str, Any] = super().parse(io.BytesIO(body), media_type, parser_context)
            if b"\\ud" in body.lower():
                json.dumps(read, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        except UnicodeEncodeError as error:
            raise ParseError(_("The JSON holds a character that is none.")) from error
        return read
