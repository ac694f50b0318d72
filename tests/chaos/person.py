"""People at the API: they ask, cancel and decide, and ask again when nobody answers."""

import io
import time
from collections.abc import Sequence
from typing import Any

import httpx
from PIL import Image

from .scenario import Asked

PATIENCE = 120.0
KIND = "chaos"


class Person:
    """The Owner, with a token. Safe to use from several threads.

    What is asked for carries an ``Idempotency-Key``: an answer that was lost is asked for again.
    """

    def __init__(self, address: str, name: str, password: str) -> None:
        self.address = address.rstrip("/")
        self.name, self.password = name, password
        self.repeated = 0
        self.odd: list[str] = []
        self._http = httpx.Client(base_url=f"{self.address}/api/v1", timeout=20.0, trust_env=False)
        self._token = ""

    def sign_in(self) -> None:
        """Obtain a token."""
        said = self._until_answered(
            "POST", "/auth/token/", json={"username": self.name, "password": self.password}
        )
        self._token = said.json()["data"]["access"]

    def session(self) -> str:
        """Sign in as a browser does and return the session cookie."""
        with httpx.Client(base_url=self.address, timeout=20.0, trust_env=False) as browser:
            browser.get("/sign-in/")
            form = {"username": self.name, "password": self.password}
            form["csrfmiddlewaretoken"] = browser.cookies["csrftoken"]
            browser.post("/sign-in/", data=form, headers={"Referer": self.address})
            return str(browser.cookies["sessionid"])

    def upload(self) -> str:
        """Upload a picture, wait until it may be used, and return its id."""
        picture = io.BytesIO()
        Image.effect_noise((640, 640), 40).convert("RGB").save(picture, "PNG")
        said = self._until_answered(
            "POST", "/assets/", files={"file": ("a.png", picture.getvalue(), "image/png")}
        )
        asset = str(said.json()["data"]["id"])
        until = time.monotonic() + PATIENCE
        while self._asset_status(asset) != "ready":
            if time.monotonic() > until:
                raise RuntimeError("the picture did not become ready")
            time.sleep(0.2)
        return asset

    def ask(self, asked: Asked, *, asset: str, seed: int, seconds: float, long: float) -> str:
        """Ask for a job and return its id.

        Args:
            seconds, long: what a step lasts, and what the long one of a long job does.
        """
        params: dict[str, Any] = {"n": asked.n, "ways": dict(asked.ways), "ending": asked.ending}
        params |= {"seconds": seconds, "left_seconds": long if asked.is_long else seconds}
        said = self._until_answered(
            "POST",
            "/jobs/",
            json={"kind": KIND, "asset_ids": [asset], "params": params, "title": f"Job {asked.n}"},
            headers={"Idempotency-Key": f"chaos {seed} {asked.n}"},
        )
        return str(said.json()["data"]["id"])

    def cancel(self, job: str) -> None:
        """Cancel a job, unless it is done."""
        self._until_answered("POST", f"/jobs/{job}/cancel/", also=(409,))

    def decide(self, call: str, word: str) -> None:
        """Say what becomes of a call nobody knows of; a lost answer is not asked for twice."""
        self._until_answered("POST", f"/calls/{call}/{word}/", json={}, also=(409,))

    def snapshot(self, job: str) -> dict[str, Any]:
        """Return a job as sockets describe it."""
        said = self._until_answered("GET", f"/jobs/{job}/snapshot/")
        return dict(said.json()["data"]["job"])

    def board(self) -> list[dict[str, Any]]:
        """Return what the board begins with."""
        said = self._until_answered("GET", "/jobs/board/")
        return list(said.json()["data"]["jobs"])

    def _asset_status(self, asset: str) -> str:
        return str(self._until_answered("GET", f"/assets/{asset}/").json()["data"]["status"])

    def _until_answered(
        self, method: str, path: str, *, also: Sequence[int] = (), **given: Any
    ) -> httpx.Response:
        until = time.monotonic() + PATIENCE
        headers = given.pop("headers", {})
        if self._token:
            headers = headers | {"Authorization": f"Bearer {self._token}"}
        while True:
            status = 0
            try:
                answer = self._http.request(method, path, headers=headers, **given)
                status = answer.status_code
                if status < 300 or status in also:
                    return answer
                said = answer.text[:300]
            except httpx.HTTPError as error:
                said = repr(error)
            # 503 says that a part is away for a moment; anything else is no answer to an outage.
            if status not in (0, 503):
                self.odd.append(f"{method} {path}: {status} {said}")
            if time.monotonic() > until or 400 <= status < 500:
                raise RuntimeError(f"{method} {path}: {status} {said}")
            self.repeated += 1
            time.sleep(0.5)
