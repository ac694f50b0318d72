"""Atelier, the demonstration provider (its API: docs/extending/remote-providers.md)."""

import base64
import mimetypes
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings

from skyy.api.errors import Code, Problem
from skyy.configuration import Configuration
from skyy.money import to_nano

from . import signatures
from .base import Delivery, Price, Progress, Rate, Request, Search, Standing, Submitted
from .faults import Fault, Refusal
from .http import Http, json_object, retry_after

FAULT_OF_STATUS: Mapping[int, Fault] = {
    400: Fault.BAD_INPUT,
    401: Fault.AUTH,
    402: Fault.CREDIT,
    403: Fault.AUTH,
    404: Fault.MODEL_GONE,
    410: Fault.MODEL_GONE,
    413: Fault.BAD_INPUT,
    415: Fault.BAD_INPUT,
    422: Fault.BAD_INPUT,
    429: Fault.RATE,
    451: Fault.MODERATION,
}
STANDING = {
    "queued": Standing.RUNNING,
    "running": Standing.RUNNING,
    "succeeded": Standing.SUCCEEDED,
    "failed": Standing.FAILED,
    "cancelled": Standing.CANCELLED,
}
FAULTS = frozenset(fault.value for fault in Fault)
SERVER_ERROR = 500
CREATED = 201
OK = 200


class Atelier:
    """One model of an Atelier server, named by ``capability``."""

    id = "atelier"
    rate = Rate(per_second=200.0, burst=400)
    settles_seconds: float | None = 10.0

    def __init__(self, capability: str) -> None:
        self.capability = capability

    def unavailable(self) -> str:
        """Say what an operator must set."""
        if self._configured.atelier_url and self._configured.atelier_key.get_secret_value():
            return ""
        return "Atelier is not set up: it needs SKYY_ATELIER_URL and SKYY_ATELIER_KEY."

    def estimate(self, request: Request) -> Price:
        """Every prediction costs the same."""
        return Price(to_nano(self._configured.atelier_price), self._configured.currency)

    def submit(self, request: Request, reference: str, still: Callable[[], bool]) -> Submitted:
        """``POST /v1/predictions``."""
        body: dict[str, Any] = {
            "model": self.capability,
            "input": dict(request.params) | _as_data(request.files),
            "reference": reference,
        }
        if (
            self._configured.public_address
            and self._configured.atelier_webhook_secret.get_secret_value()
        ):
            base = self._configured.public_address.rstrip("/")
            body["webhook"] = f"{base}/api/v1/webhooks/{self.id}/"
        answer = self._http.post_once("/v1/predictions", body, still)
        if answer.status_code >= SERVER_ERROR:
            raise Refusal(Fault.LOST, f"HTTP {answer.status_code}")
        if answer.status_code != CREATED:
            raise self._refusal(answer)
        known = str((json_object(answer) or {}).get("id") or "")
        if not known or len(known) > 200:
            raise Refusal(Fault.LOST, "It took the request and named no id.")
        return Submitted(known)

    def poll(self, external_id: str) -> Progress:
        """``GET /v1/predictions/{id}``."""
        return self._progress(self._said(self._http.get(_path(external_id))))

    def cancel(self, external_id: str) -> None:
        """``POST /v1/predictions/{id}/cancel``."""
        self._said(self._http.command(f"{_path(external_id)}/cancel"))

    def find(self, reference: str) -> str | Search:
        """``GET /v1/predictions?reference=``."""
        said = self._said(self._http.get("/v1/predictions", {"reference": reference}))
        found = said.get("predictions")
        if not isinstance(found, list):
            return Search.UNKNOWN
        for one in found:
            if isinstance(one, dict) and one.get("reference") == reference and one.get("id"):
                return str(one["id"])
        return Search.ABSENT

    def fetch(self, address: str, target: Path) -> str:
        """Outputs lie at the server itself."""
        return self._http.download(address, target)

    def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """Signed as ``signatures`` says; the body is the prediction."""
        secret = self._configured.atelier_webhook_secret.get_secret_value()
        delivery = signatures.verify(secret, headers, body)
        said = json_object(httpx.Response(OK, content=body))
        if said is None:
            raise Problem(Code.REQUEST_MALFORMED, "The body is not a JSON object.")
        known, reference = said.get("id"), said.get("reference")
        return Delivery(delivery, str(known or ""), str(reference or ""))

    @property
    def _configured(self) -> Configuration:
        configured: Configuration = settings.CONFIGURATION
        return configured

    @cached_property
    def _http(self) -> Http:
        key = self._configured.atelier_key.get_secret_value()
        return Http(
            self._configured.atelier_url,
            {"Authorization": f"Bearer {key}", "Accept": "application/json"},
            secrets=(key,),
        )

    def _said(self, answer: httpx.Response) -> dict[str, Any]:
        """The object of an answer to a question about a prediction."""
        if answer.status_code == 404:
            raise Refusal(Fault.LOST, "It does not know this prediction.")
        if answer.status_code >= SERVER_ERROR:
            raise Refusal(Fault.TRANSIENT, f"HTTP {answer.status_code}", after=retry_after(answer))
        if answer.status_code != OK:
            raise self._refusal(answer)
        said = json_object(answer)
        if said is None:
            raise Refusal(Fault.TRANSIENT, "Its answer is no JSON object.")
        return said

    def _refusal(self, answer: httpx.Response) -> Refusal:
        error = (json_object(answer) or {}).get("error")
        told = error if isinstance(error, dict) else {}
        named = str(told.get("fault", ""))
        fault = FAULT_OF_STATUS.get(answer.status_code, Fault.BAD_INPUT)
        if named in FAULTS and answer.status_code == 422:
            fault = Fault(named)
        said = self._http.safe(str(told.get("message", "")))
        return Refusal(fault, said, after=retry_after(answer))

    def _progress(self, said: dict[str, Any]) -> Progress:
        standing = STANDING.get(str(said.get("status")))
        if standing is None:
            raise Refusal(Fault.TRANSIENT, "Its answer names no status that there is.")
        outputs, result = said.get("outputs"), said.get("result")
        refusal = None
        if standing is Standing.FAILED:
            error = said.get("error")
            told = error if isinstance(error, dict) else {}
            named = str(told.get("fault", ""))
            fault = Fault(named) if named in FAULTS else Fault.TRANSIENT
            refusal = Refusal(fault, self._http.safe(str(told.get("message", ""))))
        hint = said.get("again_in")
        return Progress(
            standing,
            outputs={str(name): str(url) for name, url in outputs.items()}
            if isinstance(outputs, dict)
            else {},
            result=result if isinstance(result, dict) else {},
            charge=_charge(said.get("charge")),
            refusal=refusal,
            again_in=float(hint) if isinstance(hint, int | float) and 0 < hint < 3600 else None,
        )


def _charge(said: Any) -> Price | None:
    """``{"amount": "0.04", "currency": "USD"}``; what is no amount is as if nothing was said."""
    if not isinstance(said, dict):
        return None
    try:
        nano = to_nano(Decimal(str(said.get("amount"))))
    except (InvalidOperation, ValueError):
        return None
    currency = str(said.get("currency", ""))
    return Price(nano, currency) if nano >= 0 and len(currency) == 3 else None


def _path(external_id: str) -> str:
    return f"/v1/predictions/{quote(external_id, safe='')}"


def _as_data(files: Mapping[str, Path]) -> dict[str, str]:
    """Files as ``data:`` addresses."""
    sent = {}
    for name, path in files.items():
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        sent[name] = f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
    return sent
