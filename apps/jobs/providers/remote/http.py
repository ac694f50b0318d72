"""HTTP to a provider: time-outs, no redirects, bounded answers, no secrets in what is said."""

import json
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from .faults import Fault, Refusal

# It tells of every request; what matters of them stands in the rows of the calls.
logging.getLogger("httpx").setLevel(logging.WARNING)

TIMEOUT = httpx.Timeout(20.0, connect=5.0)
MOST_ANSWER = 2 * 1024 * 1024
"""Bytes of a JSON answer."""

MOST_OUTPUT = 512 * 1024 * 1024
"""Bytes of a file that was made."""

MOST_CONNECTIONS = 80
"""At once, to one provider; as many as threads may ask it."""

STRIPES = 8
"""Pools of connections; what a pool does for a request grows with the square of its connections."""

MOST_SAID = 300
LONGEST_REST = 3600.0
RETRY_AFTER = "retry-after"


class Held(Exception):
    """The request was held back at the last moment; nothing of its body left this machine."""


class Http:
    """A client for one base address; safe to use from several threads.

    Args:
        base: scheme, host, port and path that every address begins with.
        secrets: never repeated in an error.
    """

    def __init__(self, base: str, headers: Mapping[str, str], *, secrets: tuple[str, ...]) -> None:
        self._base = base.rstrip("/")
        self._secrets = tuple(secret for secret in secrets if secret)
        self._kept = [_client(headers, keep=MOST_CONNECTIONS) for _ in range(STRIPES)]
        self._turns = count()
        self._mine = threading.local()
        # A kept connection that the other side has just closed would lose what is sent on it.
        self._fresh = _client(headers, keep=0)

    @property
    def _client(self) -> httpx.Client:
        """A thread stays with one pool."""
        if not hasattr(self._mine, "client"):
            self._mine.client = self._kept[next(self._turns) % STRIPES]
        mine: httpx.Client = self._mine.client
        return mine

    def get(self, path: str, params: Mapping[str, str] | None = None) -> httpx.Response:
        """Ask. Raises ``Refusal`` ``TRANSIENT`` when no answer came."""
        try:
            return self._bounded(
                self._client.build_request("GET", self._base + path, params=params)
            )
        except httpx.HTTPError as error:
            raise self._transient(error) from error

    def command(self, path: str) -> httpx.Response:
        """POST what may be sent any number of times, without a body; raises as ``get``."""
        try:
            return self._bounded(self._client.build_request("POST", self._base + path))
        except httpx.HTTPError as error:
            raise self._transient(error) from error

    def post_once(
        self, path: str, body: Mapping[str, Any], still: Callable[[], bool]
    ) -> httpx.Response:
        """POST what must not be sent twice.

        The body is let out only after ``still`` said yes: a process that was frozen between its
        decision and this line sends nothing when it thaws too late.

        Raises:
            Refusal: ``TRANSIENT`` when surely nothing was taken, else ``LOST``.
        """
        content = json.dumps(body).encode()
        let_out = False

        def guarded() -> Iterator[bytes]:
            nonlocal let_out
            if not still():
                raise Held
            let_out = True
            yield content

        headers = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        request = self._fresh.build_request(
            "POST", self._base + path, content=guarded(), headers=headers
        )
        try:
            return self._bounded(request, self._fresh)
        except Held as held:
            words = "The request took too long to leave and was held back."
            raise Refusal(Fault.TRANSIENT, words) from held
        except httpx.HTTPError as error:
            if not let_out:
                raise self._transient(error) from error
            raise Refusal(Fault.LOST, self.safe(f"{type(error).__name__} {error}")) from error

    def download(self, address: str, target: Path) -> str:
        """Write a file of this very provider; return its media type without parameters.

        Raises:
            Refusal: ``LOST`` for an address elsewhere, a refusal, a file too large; ``TRANSIENT``.
        """
        if _origin(address) != _origin(self._base):
            raise Refusal(Fault.LOST, "It names an output at another address than its own.")
        try:
            with self._client.stream("GET", address) as answer:
                if answer.status_code >= 500 or answer.status_code == 429:
                    raise Refusal(Fault.TRANSIENT, f"HTTP {answer.status_code}")
                if answer.status_code != 200:
                    raise Refusal(Fault.LOST, f"HTTP {answer.status_code} for an output")
                _write(answer, target)
        except httpx.HTTPError as error:
            raise self._transient(error) from error
        kind: str = answer.headers.get("content-type", "application/octet-stream")
        return kind.partition(";")[0].strip().lower()

    def safe(self, said: str) -> str:
        """Cut short, on one line, without our secrets."""
        for secret in self._secrets:
            said = said.replace(secret, "…")
        return " ".join(said.split())[:MOST_SAID]

    def _bounded(
        self, request: httpx.Request, client: httpx.Client | None = None
    ) -> httpx.Response:
        answer = (client or self._client).send(request, stream=True)
        try:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > MOST_ANSWER:
                    raise httpx.ReadError("the answer is too large")
        finally:
            answer.close()
        return httpx.Response(
            answer.status_code,
            headers={
                name: value
                for name, value in answer.headers.items()
                if name not in ("content-encoding", "content-length", "transfer-encoding")
            },
            content=bytes(body),
        )

    def _transient(self, error: httpx.HTTPError) -> Refusal:
        return Refusal(Fault.TRANSIENT, self.safe(f"{type(error).__name__} {error}"))


def _client(headers: Mapping[str, str], *, keep: int) -> httpx.Client:
    return httpx.Client(
        headers=dict(headers),
        verify=_trusted(),
        timeout=TIMEOUT,
        follow_redirects=False,
        trust_env=False,
        limits=httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=keep),
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Made once: reading the authorities takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)


def retry_after(answer: httpx.Response) -> float | None:
    """Return the seconds ``Retry-After`` asks for, as a number or as a date; None without one."""
    given = answer.headers.get(RETRY_AFTER, "").strip()
    if not given:
        return None
    if given.isdigit():
        return min(float(given), LONGEST_REST)
    try:
        return min(max(parsedate_to_datetime(given).timestamp() - time.time(), 0.0), LONGEST_REST)
    except ValueError:
        return None


def json_object(answer: httpx.Response) -> dict[str, Any] | None:
    """Return the object an answer holds, or None where it holds something else."""
    try:
        # What no row can hold is not let in: NUL in texts, numbers that are none.
        text = answer.content.decode().replace("\\u0000", "")
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _write(answer: httpx.Response, target: Path) -> None:
    size = 0
    with target.open("wb") as file:
        for chunk in answer.iter_bytes():
            size += len(chunk)
            if size > MOST_OUTPUT:
                raise Refusal(Fault.LOST, "An output is larger than the studio takes.")
            file.write(chunk)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port
