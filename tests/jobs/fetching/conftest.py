"""A server of the outside, on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from skyy.outside import Rules
from tests.assets.pictures import jpeg


@dataclass
class Outside:
    """``answers``: by path (status, headers, body); ``asked``: the paths asked for, with Host."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://files.example:{self.port}{path}"


@pytest.fixture
def outside() -> Iterator[Outside]:
    there = Outside(answers={"/bag.jpg": (200, {}, jpeg())})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append((self.path, self.headers["Host"]))
            status, headers, body = there.answers.get(self.path.partition("?")[0], (404, {}, b""))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                # Whoever asked had enough.
                return

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield there
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def rules(outside: Outside) -> Rules:
    return Rules(
        ports=(80, 443, outside.port), allow_http=True, networks=["127.0.0.0/8"], most_bytes=50_000
    )
