"""A private bucket as a storage whose failures are those of files: ``OSError`` and its kin."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


@contextmanager
def _as_file_errors(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise FileNotFoundError(name) from error
        raise OSError(f"{name}: {error}") from error
    except BotoCoreError as error:
        raise OSError(f"{name}: {error}") from error


class ObjectStorage(S3Storage):  # type: ignore[misc]  # it comes without types
    """``django-storages``' S3, with files fetched whole when they are opened."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_file_errors(name):
            file = super()._open(name, mode)
            if "r" in mode:
                # Fetched now, so that what fails, fails here and not in the middle of an answer.
                file.open()
        return file

    def _save(self, name: str, content: Any) -> Any:
        with _as_file_errors(name):
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _as_file_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_file_errors(name):
            return bool(super().exists(name))

    def listdir(self, name: str) -> Any:
        with _as_file_errors(name):
            return super().listdir(name)

    def size(self, name: str) -> int:
        with _as_file_errors(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _as_file_errors(name):
            found: datetime = super().get_modified_time(name)
            return found
