"""The provider of the scenario: takes money, misbehaves as each request says, keeps its own log."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.parts.provider_server import Atelier, _Door, _Server

LASTS = 1.0
"""Seconds a prediction takes."""


class Provider(Atelier):
    """The state. Every line of ``log``: ``{"what", "id", "reference", "model", "prompt"}``.

    ``on_hold`` is called in a thread of the server with the reference of a request whose answer is
    held back; it returns when the answer may go.
    """

    def __init__(self, log: Path) -> None:
        super().__init__()
        self.behaviour.seconds = LASTS
        self.book = log
        self.on_hold: Callable[[str], None] = lambda reference: None
        self.witness_may_end = threading.Event()
        self._seen: set[tuple[str, str]] = set()

    def way(self, wish: dict[str, Any]) -> str:
        """How this request goes: as it says the first time, then well."""
        prompt, model = wish["input"]["prompt"], wish["model"]
        with self.lock:
            known = (model, prompt) in self._seen
            self._seen.add((model, prompt))
        return "ok" if known or model != "picture" else str(wish["input"]["way"])

    def take(self, wish: dict[str, Any], way: str) -> dict[str, Any]:
        """Take a request; from here on it costs what it costs."""
        made = self.create(wish, "transient" if way == "fail" else "")
        made["way"] = way
        self.note("failed" if way == "fail" else "taken", made)
        return made

    def note(self, what: str, made: dict[str, Any]) -> None:
        """Write a line."""
        line = {"what": what, "prompt": made["input"]["prompt"], "at": round(time.time(), 3)}
        line |= {name: made[name] for name in ("id", "reference", "model")}
        with self.lock, self.book.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def described(self, one: dict[str, Any]) -> dict[str, Any]:
        if one.get("way") == "witness" and not self.witness_may_end.is_set():
            return {"id": one["id"], "reference": one["reference"], "status": "running"}
        return super().described(one)


class _Misbehaving(_Door):
    atelier: Provider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        wanted = parse_qs(address.query).get("reference", [""])[0]
        known = list(self.atelier.predictions.values())
        if any(one["reference"] == wanted and one.get("way") == "mute" for one in known):
            return self._json(200, {"predictions": None})
        return super().do_GET()

    def do_POST(self) -> None:
        parts = self.path.strip("/").split("/")
        super().do_POST()
        if len(parts) == 4 and parts[3] == "cancel":
            made = self.atelier.predictions.get(parts[2])
            if made is not None and made["cancelled"]:
                self.atelier.note("cancelled", made)

    def _create(self, wish: dict[str, Any]) -> None:
        way = self.atelier.way(wish)
        if way == "cut":
            return self._cut()
        if way == "busy":
            return self._error(429)
        made = self.atelier.take(wish, way)
        self._tell_later(made)
        if way in ("lose", "mute"):
            return self._cut()
        if way == "500":
            return self._error(500)
        if way == "hold":
            self.atelier.on_hold(made["reference"])
        return self._json(201, {"id": made["id"], "status": "queued"})


@contextlib.contextmanager
def provider(log: Path) -> Iterator[Provider]:
    """Run it in threads of this process for the time of the block."""
    made = Provider(log)
    server = _Server(("127.0.0.1", 0), type("Door", (_Misbehaving,), {"atelier": made}))
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def read(log: Path) -> list[dict[str, Any]]:
    """Return the lines of a log."""
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
