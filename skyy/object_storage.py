"""A private bucket as a storage whose failures are those of files: ``OSError`` and its kin."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name
from urllib3.exceptions import HTTPError

MISSING = frozenset({"404", "NoSuchKey", "NotFound", "NoSuchUpload"})

PATIENCE = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 3, "mode": "standard"},
    max_pool_connections=32,
)
"""Who waits for a file is told within seconds that it cannot be had."""

BUFFER = 1 << 18
"""Bytes of a file that are held in memory at once."""


@dataclass(frozen=True)
class SignedRequest:
    """A request that the bucket answers to whoever sends it, for a while.

    ``headers`` must be sent as they are; ``fields`` go into a form before its file.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredPart:
    """A part that has arrived; ``tag`` is the bucket's name for its bytes."""

    number: int
    size: int
    tag: str


@contextmanager
def _as_file_errors(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise FileNotFoundError(name) from error
        raise OSError(f"{name}: {error}") from error
    except (BotoCoreError, HTTPError) as error:
        raise OSError(f"{name}: {error}") from error


class ObjectReader(io.RawIOBase):
    """The bytes ``[start, end)`` of an object, fetched while they are read.

    The first are asked for at once, so that what fails, fails here and not in the middle of an
    answer. A line that is cut is taken up once where it broke: objects are never overwritten.

    Args:
        client: boto3's, of S3.
        end: None reads to the object's end.

    Raises:
        FileNotFoundError: there is no such object.
        OSError: it cannot be had.
    """

    def __init__(self, client: Any, bucket: str, key: str, start: int, end: int | None) -> None:
        self._client, self._bucket, self._key = client, bucket, key
        self._position = start
        self._end = end
        self._body: Any = None
        self._fetch()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset += self._position
        elif whence == io.SEEK_END:
            offset += self._size()
        if offset < 0:
            raise ValueError(f"{self._key}: there is nothing before its beginning.")
        if offset != self._position:
            self._let_go()
            self._position = offset
        return offset

    def readinto(self, into: Any) -> int:
        wanted = min(len(into), self._size() - self._position)
        if wanted <= 0:
            return 0
        try:
            piece = self._next(wanted)
        except OSError:
            self._let_go()
            piece = self._next(wanted)
        into[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _size(self) -> int:
        if self._end is None:
            raise ValueError(f"{self._key}: not opened.")
        return self._end

    def _next(self, wanted: int) -> bytes:
        if self._body is None:
            self._fetch()
        with _as_file_errors(self._key):
            piece: bytes = self._body.read(wanted)
        if not piece:
            raise OSError(f"{self._key}: it ended at byte {self._position} of {self._end}.")
        return piece

    def _fetch(self) -> None:
        span: dict[str, str] = {}
        if self._end is not None:
            span = {"Range": f"bytes={self._position}-{self._end - 1}"}
        elif self._position:
            span = {"Range": f"bytes={self._position}-"}
        with _as_file_errors(self._key):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._key, **span)
        self._body = answer["Body"]
        if span and not answer.get("ContentRange", "").startswith(f"bytes {self._position}-"):
            raise OSError(f"{self._key}: the storage sent other bytes than it was asked for.")
        if self._end is None:
            self._end = self._position + int(answer["ContentLength"])

    def _let_go(self) -> None:
        body, self._body = self._body, None
        if body is not None:
            body.close()


class ObjectStorage(S3Storage):  # type: ignore[misc]  # it comes without types
    """``django-storages``' S3: files are streamed, and threads share one client."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config: Config = PATIENCE.merge(self.client_config)
        self._making = threading.Lock()
        self._shared: Any = None

    @property
    def connection(self) -> Any:
        # One per thread would be one per request: each request runs in a thread of its own.
        with self._making:
            if self._shared is None:
                self._shared = self._create_session().resource(
                    "s3",
                    region_name=self.region_name,
                    use_ssl=self.use_ssl,
                    endpoint_url=self.endpoint_url,
                    config=self.client_config,
                    verify=self.verify,
                )
            return self._shared

    def open_span(self, name: str, start: int, end: int) -> Any:
        """Open the bytes ``[start, end)`` for reading; nothing else is fetched.

        Raises:
            FileNotFoundError: there is no such object.
            OSError: it cannot be had.
        """
        return io.BufferedReader(self._reader(name, start, end), BUFFER)

    def _open(self, name: str, mode: str = "rb") -> Any:
        if mode == "rb":
            return File(io.BufferedReader(self._reader(name, 0, None), BUFFER), name)
        with _as_file_errors(name):
            return super()._open(name, mode)

    def _reader(self, name: str, start: int, end: int | None) -> ObjectReader:
        key = self._normalize_name(clean_name(name))
        return ObjectReader(self.connection.meta.client, self.bucket_name, key, start, end)

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

    def begin_parts(self, name: str) -> str:
        """Let a file come in parts; return the bucket's name for that."""
        kind = "application/octet-stream"
        with _as_file_errors(name):
            made = self._client.create_multipart_upload(**self._place(name), ContentType=kind)
        return str(made["UploadId"])

    def signed_part(
        self, name: str, multipart: str, number: int, *, size: int, seconds: int
    ) -> SignedRequest:
        """Let somebody put one part, from 1 on, of exactly ``size`` bytes."""
        place = {**self._place(name), "UploadId": multipart, "PartNumber": number}
        params = {**place, "ContentLength": size}
        with _as_file_errors(name):
            url = self._client.generate_presigned_url("upload_part", params, seconds, "PUT")
        return SignedRequest("PUT", url)

    def parts(self, name: str, multipart: str) -> list[StoredPart]:
        """Return the parts that have arrived, by their numbers.

        Raises:
            FileNotFoundError: it was joined or abandoned.
        """
        place = {**self._place(name), "UploadId": multipart}
        with _as_file_errors(name):
            pages = self._client.get_paginator("list_parts").paginate(**place)
            found = [part for page in pages for part in page.get("Parts", ())]
        return [StoredPart(part["PartNumber"], part["Size"], part["ETag"]) for part in found]

    def join_parts(self, name: str, multipart: str, parts: list[StoredPart]) -> None:
        """Make one file of these parts; one that was sent anew since fails."""
        listed = [{"PartNumber": part.number, "ETag": part.tag} for part in parts]
        with _as_file_errors(name):
            self._client.complete_multipart_upload(
                **self._place(name), UploadId=multipart, MultipartUpload={"Parts": listed}
            )

    def abandon_parts(self, name: str, multipart: str) -> None:
        """Remove all that came; nothing where it was joined or abandoned before."""
        with suppress(FileNotFoundError), _as_file_errors(name):
            self._client.abort_multipart_upload(**self._place(name), UploadId=multipart)

    def begun_before(self, folder: str, moment: datetime) -> list[tuple[str, str]]:
        """Return (name, multipart) of what began to come into a folder before a moment, and is
        neither joined nor abandoned."""
        prefix = f"{self._normalize_name(folder)}/"
        with _as_file_errors(folder):
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket_name, Prefix=prefix
            )
            found = [one for page in pages for one in page.get("Uploads", ())]
        return [
            (f"{folder}/{one['Key'].removeprefix(prefix)}", one["UploadId"])
            for one in found
            if one["Initiated"] < moment
        ]

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
