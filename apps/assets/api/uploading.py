"""Reads a multipart body and refuses file names that would otherwise be bent quietly."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser as DjangoParser
from django.http.multipartparser import MultiPartParserError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, MultiPartParser

from apps.assets.names import clean_filename
from skyy.api.errors import Code, Problem

ROOM_FOR_FIELDS = 1_000_000
"""Bytes a body may have beside its file."""


class _StrictParser(DjangoParser):
    def sanitize_file_name(self, file_name: str) -> str | None:
        # Django would keep the last part of a path and drop control characters.
        clean_filename(file_name)
        return super().sanitize_file_name(file_name)


class UploadParser(MultiPartParser):
    """DRF's multipart parser with a limit on the body and strict file names.

    Raises:
        Problem: ``upload.too_large`` before anything is read, ``upload.bad_name``.
    """

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        request = (parser_context or {})["request"]
        _check_length(request.META)
        handlers: list[FileUploadHandler] = request.upload_handlers
        meta = request.META | {"CONTENT_TYPE": media_type}
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            data, files = _StrictParser(meta, stream, handlers, encoding).parse()
        except MultiPartParserError as error:
            raise ParseError(f"The multipart body cannot be read: {error}") from error
        return DataAndFiles(data, files)


def _check_length(meta: Mapping[str, Any]) -> None:
    most = settings.CONFIGURATION.max_upload_megabytes
    try:
        length = int(meta.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > most * 1_000_000 + ROOM_FOR_FIELDS:
        raise Problem(
            Code.UPLOAD_TOO_LARGE,
            f"The file has {length / 1e6:.0f} MB; at most {most} MB are taken.",
        )
