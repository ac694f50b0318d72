"""An Atelier server for tests: real HTTP, real charges in a log of its own, and every misbehaviour.

In a test: ``with provider_server() as server``. As a process of its own, for the chaos suite:
``python -m tests.parts.provider_server --port 9900 --log charges.jsonl --lose 0.1 --seed 7``.
Every prediction that is paid for is one line of the log, written before anything is answered.
"""

import argparse
import base64
import contextlib
import hashlib
import hmac
import json
import math
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "key-of-the-tests"
SECRET = "whsec_" + base64.b64encode(b"a secret of the tests").decode()
PRICE = "0.04"
OUTPUT = b"\x89PNG\r\n\x1a\n made by the provider"


@dataclass
class Behaviour:
    """What the server does next.

    ``script`` is taken first, one word per create: ``ok``, ``lose`` (does the work, cuts the
    connection), ``cut`` (cuts the connection, does nothing), ``500`` (does the work, answers 500),
    a status, or ``fail:<fault>`` (takes it, fails later). Without one, ``lose_share`` and
    ``busy_share`` decide, seeded. ``latency``: seconds until a question about a prediction is
    answered.
    """

    seconds: float = 0.0
    lose_share: float = 0.0
    busy_share: float = 0.0
    charge_failures: bool = False
    stubborn: bool = False
    hide: bool = False
    latency: float = 0.0
    script: deque[str] = field(default_factory=deque)
    polls: deque[str] = field(default_factory=deque)


class Atelier:
    """The server's state; ``paid`` counts predictions by our reference."""

    def __init__(self, log: Path | None = None, seed: int = 1) -> None:
        self.behaviour = Behaviour()
        self.predictions: dict[str, dict[str, Any]] = {}
        self.requests: Counter[str] = Counter()
        self.asked: deque[tuple[float, str]] = deque(maxlen=1_000_000)
        self.lock = threading.Lock()
        self.random = random.Random(seed)
        self.log = log
        self.address = ""
        self._number = 0

    @property
    def paid(self) -> Counter[str]:
        """How many predictions were paid for, by reference."""
        with self.lock:
            return Counter(one["reference"] for one in self.predictions.values())

    def create(self, wish: dict[str, Any], fault: str = "") -> dict[str, Any]:
        with self.lock:
            self._number += 1
            known = f"p{self._number}-{hashlib.sha256(str(wish).encode()).hexdigest()[:8]}"
            made = {
                "id": known,
                "reference": wish.get("reference", ""),
                "model": wish.get("model", ""),
                "input": wish.get("input", {}),
                "webhook": wish.get("webhook", ""),
                "at": time.time(),
                "fault": fault,
                "cancelled": False,
            }
            self.predictions[known] = made
            if self.log is not None:
                with self.log.open("a") as file:
                    file.write(
                        json.dumps({k: made[k] for k in ("id", "reference", "model")}) + "\n"
                    )
        return made

    def described(self, one: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {"id": one["id"], "reference": one["reference"]}
        price = {"amount": PRICE, "currency": "USD"}
        if one["cancelled"]:
            return said | {"status": "cancelled", "charge": {"amount": "0", "currency": "USD"}}
        if time.time() - one["at"] < self.behaviour.seconds:
            return said | {"status": "running"}
        if one["fault"]:
            charge = price if self.behaviour.charge_failures else price | {"amount": "0"}
            error = {"fault": one["fault"], "message": "It could not be made."}
            return said | {"status": "failed", "error": error, "charge": charge}
        outputs = {"image": f"{self.address}/files/{one['id']}.png"}
        result = {"model": one["model"]}
        return said | {
            "status": "succeeded",
            "outputs": outputs,
            "result": result,
            "charge": price,
        }

    def run_already(self, number: int) -> None:
        """Know ``number`` predictions, ``x0``, ``x1`` …, that run and never end."""
        for known in (f"x{n}" for n in range(number)):
            self.predictions[known] = {
                "id": known,
                "reference": known,
                "at": math.inf,
                "cancelled": False,
            }

    def finish(self) -> None:
        """Let everything that runs be done now."""
        self.behaviour.seconds = 0.0


def signed(
    body: bytes, delivery: str, *, at: int | None = None, secret: str = SECRET
) -> dict[str, str]:
    """The headers of a webhook, as the server signs it; made without the studio's own code."""
    stamp = int(time.time()) if at is None else at
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{delivery}.{stamp}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": delivery,
        "webhook-timestamp": str(stamp),
        "webhook-signature": "v1," + base64.b64encode(mac.digest()).decode(),
    }


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer is one packet: head and body in two would wait 40 ms for each other.
    wbufsize = -1
    disable_nagle_algorithm = True
    atelier: Atelier

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.atelier.requests[f"GET {address.path.split('/p')[0]}"] += 1
        parts = address.path.strip("/").split("/")
        if parts[0] == "asked":
            return self._json(200, list(self.atelier.asked))
        if parts[0] == "files":
            return self._bytes(200, OUTPUT + parts[1].encode(), "image/png")
        if not self._is_ours():
            return self._error(401, "auth")
        if parts[:2] != ["v1", "predictions"]:
            return self._error(404)
        if len(parts) == 2:
            wanted = parse_qs(address.query).get("reference", [""])[0]
            with self.atelier.lock:
                found = [p for p in self.atelier.predictions.values() if p["reference"] == wanted]
            shown = (
                [] if self.atelier.behaviour.hide else [self.atelier.described(p) for p in found]
            )
            return self._json(200, {"predictions": shown})
        self.atelier.asked.append((time.time(), parts[2]))
        if self.atelier.behaviour.latency:
            time.sleep(self.atelier.behaviour.latency)
        if self.atelier.behaviour.polls:
            word = self.atelier.behaviour.polls.popleft()
            if word != "ok":
                return self._error(int(word))
        known = self.atelier.predictions.get(parts[2])
        return self._json(200, self.atelier.described(known)) if known else self._error(404)

    def do_POST(self) -> None:
        announced = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(announced)
        if len(body) < announced:
            return self._cut()
        parts = urlsplit(self.path).path.strip("/").split("/")
        if not self._is_ours():
            return self._error(401, "auth")
        if len(parts) == 4 and parts[3] == "cancel":
            self.atelier.requests["cancel"] += 1
            known = self.atelier.predictions.get(parts[2])
            if known is None:
                return self._error(404)
            running = self.atelier.described(known)["status"] == "running"
            known["cancelled"] = known["cancelled"] or (
                running and not self.atelier.behaviour.stubborn
            )
            return self._json(200, self.atelier.described(known))
        self.atelier.requests["create"] += 1
        return self._create(json.loads(body))

    def _create(self, wish: dict[str, Any]) -> None:
        word = self._word()
        if word == "cut":
            return self._cut()
        if word.isdigit() and word != "500":
            return self._error(int(word))
        made = self.atelier.create(
            wish, word.removeprefix("fail:") if word.startswith("fail:") else ""
        )
        self._tell_later(made)
        if word == "lose":
            return self._cut()
        if word == "500":
            return self._error(500)
        return self._json(201, {"id": made["id"], "status": "queued"})

    def _word(self) -> str:
        behaviour = self.atelier.behaviour
        with self.atelier.lock:
            if behaviour.script:
                return behaviour.script.popleft()
            drawn = self.atelier.random.random()
        if drawn < behaviour.lose_share:
            return "lose"
        return "429" if drawn < behaviour.lose_share + behaviour.busy_share else "ok"

    def _tell_later(self, made: dict[str, Any]) -> None:
        if made["webhook"]:
            wait = max(self.atelier.behaviour.seconds, 0.05)
            timer = threading.Timer(wait, deliver, (self.atelier, made))
            timer.daemon = True
            timer.start()

    def _is_ours(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {KEY}"

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)

    def _error(self, status: int, fault: str = "") -> None:
        said = {"error": {"fault": fault, "message": f"Refused with {status}. Key {KEY}."}}
        self._json(status, said, {"Retry-After": "7"} if status == 429 else None)

    def _json(self, status: int, said: Any, more: dict[str, str] | None = None) -> None:
        self._bytes(status, json.dumps(said).encode(), "application/json", more)

    def _bytes(
        self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None
    ) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (more or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Its own log is the one that counts."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections cut by a killed worker are what this is for."""


def deliver(atelier: Atelier, made: dict[str, Any], delivery: str = "") -> int:
    """Send a prediction's webhook now; return the status answered, 0 for none."""
    body = json.dumps(atelier.described(made)).encode()
    headers = signed(body, delivery or f"d-{made['id']}") | {"Content-Type": "application/json"}
    request = urllib.request.Request(made["webhook"], body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextlib.contextmanager
def provider_server(*, port: int = 0, log: Path | None = None, seed: int = 1) -> Iterator[Atelier]:
    """Run a server in a thread for the time of the block."""
    atelier = Atelier(log, seed)
    door = type("Door", (_Door,), {"atelier": atelier})
    server = _Server(("127.0.0.1", port), door)
    atelier.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield atelier
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--lose", type=float, default=0.0)
    parser.add_argument("--busy", type=float, default=0.0)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--running", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with provider_server(port=given.port, log=given.log, seed=given.seed) as atelier:
        atelier.behaviour.seconds = given.seconds
        atelier.behaviour.lose_share = given.lose
        atelier.behaviour.busy_share = given.busy
        atelier.behaviour.latency = given.latency
        atelier.run_already(given.running)
        threading.Event().wait()


if __name__ == "__main__":
    main()
