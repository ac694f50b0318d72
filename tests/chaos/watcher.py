"""A client of the sockets, as a browser is one: it reconnects, folds events, and must end true."""

import contextlib
import json
import threading
import time
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

SILENCE = 65.0
"""The server ticks every 30 s; two ticks of silence mean a dead line."""

OF_JOB = ("status", "paused", "priority", "counts", "facts", "error", "started_at", "finished_at")
OF_STEP = ("status", "progress", "attempts", "error", "seconds", "from_cache")


class Watcher(threading.Thread):
    """Follows one job from its first number to its last.

    ``known`` is the job as the client has it; ``wrong`` what no server may send; ``connected``
    counts connections that were opened.
    """

    def __init__(self, address: str, job: str, cookie: str) -> None:
        super().__init__(name=f"watcher {job}", daemon=True)
        self.job = job
        self.known: dict[str, Any] | None = None
        self.events = 0
        self.connected = 0
        self.wrong: list[str] = []
        self._address = address.replace("http", "ws", 1).rstrip("/")
        self._origin = address.rstrip("/")
        self._cookie = cookie
        self._over = threading.Event()

    def run(self) -> None:
        """Connect again whenever the line is lost."""
        failures = 0
        while not self._over.is_set():
            # Whatever ends a connection, the next one begins where it ended.
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                self._listen()
                failures = 0
            failures += 1
            self._over.wait(min(4.0, 0.25 * 2**failures))

    def stop(self) -> None:
        """End."""
        self._over.set()
        self.join(timeout=10)

    def _listen(self) -> None:
        after = "" if self.known is None else f"?after={self.known['number']}"
        headers = {"Cookie": f"sessionid={self._cookie}"}
        with connect(
            f"{self._address}/ws/jobs/{self.job}/{after}",
            additional_headers=headers,
            origin=self._origin,  # type: ignore[arg-type]
            open_timeout=5,
            close_timeout=1,
            proxy=None,
        ) as socket:
            self.connected += 1
            heard = time.monotonic()
            while not self._over.is_set():
                if time.monotonic() - heard > SILENCE:
                    return
                try:
                    message = json.loads(socket.recv(timeout=0.5))
                except TimeoutError:
                    continue
                heard = time.monotonic()
                if not self._take(message):
                    socket.send(json.dumps({"type": "resync"}))

    def _take(self, message: dict[str, Any]) -> bool:
        """Take one message in; return False for a gap, which a client answers by asking anew."""
        match message["type"]:
            case "snapshot":
                self.known = message["job"]
            case "event" if self.known is not None:
                event = {"number": message["number"], **message["event"]}
                if event["number"] <= self.known["number"]:
                    return True
                if event["number"] != self.known["number"] + 1:
                    self.wrong.append(f"{event['number']} after {self.known['number']}")
                    return False
                self.known = folded(self.known, event)
                self.events += 1
        return True


def folded(known: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """Return the job with one more event taken in: the protocol's words, not the studio's code."""
    data, after = event["data"], known | {"number": event["number"]}
    match event["type"]:
        case "step.status":
            changed = {name: data[name] for name in OF_STEP if name in data}
            after["steps"] = [
                step | changed if step["id"] == data["step"] else step for step in known["steps"]
            ]
        case "steps.added":
            after["steps"] = known["steps"] + data["steps"]
        case _:
            after |= {name: data[name] for name in OF_JOB if name in data}
    return after
