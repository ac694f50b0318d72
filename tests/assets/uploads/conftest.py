import hashlib
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client
from django.test.client import encode_multipart

from tests.assets.pictures import jpeg

EDGE = "edge"


@pytest.fixture
def photograph() -> bytes:
    return jpeg()


@pytest.fixture
def opened(api, contributor, asked_for):
    """Open an upload by the API and return what it answers."""
    client = api(contributor)

    def make(data: bytes = jpeg(), **wish: Any) -> dict[str, Any]:
        wish = {"filename": "SR-1.jpg", "size": len(data)} | wish
        answer = client.post("/api/v1/assets/uploads/", wish, format="json")
        assert answer.status_code == 201, answer.json()
        return answer.json()["data"]

    return make


@pytest.fixture
def confirmed(api, contributor):
    client = api(contributor)

    def confirm(upload: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/assets/uploads/{upload['id']}/confirm/")

    return confirm


def send(address: dict[str, Any], data: bytes, **headers: str) -> int:
    """Send the file as the address says, knowing nothing else; return the HTTP status."""
    kind = address["headers"].get("Content-Type", "application/octet-stream")
    body = data
    if address["method"] == "POST":
        kind = f"multipart/form-data; boundary={EDGE}"
        body = encode_multipart(EDGE, address["fields"])[: -len(f"--{EDGE}--\r\n")]
        body += b'--edge\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n'
        body += b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n--edge--\r\n"
    if address["url"].startswith("/"):
        call = getattr(Client(), address["method"].lower())
        return call(address["url"], body, content_type=kind).status_code
    request = urllib.request.Request(
        address["url"], body, {"Content-Type": kind} | headers, method=address["method"]
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def keys() -> set[str]:
    """Everything in the storage of originals."""
    storage = storages["originals"]

    def under(folder: str) -> set[str]:
        try:
            folders, names = storage.listdir(folder)
        except FileNotFoundError:
            return set()
        here = {f"{folder}/{name}".lstrip("/") for name in names}
        return here.union(*(under(f"{folder}/{name}".lstrip("/")) for name in folders if name))

    return under("")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def on_disk() -> bool:
    return isinstance(storages["originals"], FileSystemStorage)


def configured(**values: Any) -> Any:
    return settings.CONFIGURATION.model_copy(update=values)
