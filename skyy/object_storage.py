"""A private bucket as a storage whose failures are those of files: ``OSError`` and its kin."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True)
class SignedRequest:
    """A request that the bucket answers to whoever sends it, for a while.

    ``headers`` must be sent as they are; ``fields`` go into a form before its file.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


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

    def signed_put(self, name: str, *, size: int, seconds: int) -> SignedRequest:
        """Let somebody put a file of exactly ``size`` bytes under ``name``."""
        # Whatever type is claimed is no use to anybody: the bytes are looked at afterwards.
        kind = "application/octet-stream"
        params = {**self._place(name), "ContentLength": size, "ContentType": kind}
        with _as_file_errors(name):
            url = self._client.generate_presigned_url("put_object", params, seconds, "PUT")
        return SignedRequest("PUT", url, {"Content-Type": kind})

    def signed_post(self, name: str, *, size: int, seconds: int) -> SignedRequest:
        """The same as a form of a browser, with the file as its last field, ``file``."""
        kind = "application/octet-stream"
        place = self._place(name)
        conditions = [{"Content-Type": kind}, ["content-length-range", size, size]]
        with _as_file_errors(name):
            made = self._client.generate_presigned_post(
                place["Bucket"], place["Key"], {"Content-Type": kind}, conditions, seconds
            )
        return SignedRequest("POST", made["url"], fields=made["fields"])

    def signed_get(
        self, name: str, *, media_type: str, disposition: str, seconds: int
    ) -> SignedRequest:
        """Let somebody read a file, under a type and a ``Content-Disposition`` of our choice."""
        params = {
            **self._place(name),
            "ResponseContentType": media_type,
            "ResponseContentDisposition": disposition,
        }
        with _as_file_errors(name):
            url = self._client.generate_presigned_url("get_object", params, seconds, "GET")
        return SignedRequest("GET", url)

    def move(self, source: str, target: str, *, media_type: str) -> None:
        """Give a file another name inside the bucket; its bytes never come here."""
        place = self._place(target)
        with _as_file_errors(source):
            self._client.copy_object(
                **place,
                CopySource=self._place(source),
                ContentType=media_type,
                MetadataDirective="REPLACE",
            )
        self.delete(source)

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
