"""One attempt: an HTTP request to an address that was checked a moment before."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpx
from django.utils.translation import gettext as _

from skyy.api.errors import Problem

from .addresses import Resolver, Target, check

TOTAL_SECONDS = 15.0
"""For a whole attempt, name resolution included; a receiver that needs longer works afterwards."""

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MOST_ADDRESSES = 3


@dataclass(frozen=True)
class Answer:
    """``status`` is the HTTP status, None where there was no answer; ``words`` why it failed."""

    status: int | None
    words: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver took the message: 2xx."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver wants no more of it."""
        return self.status == 410


async def send(
    address: str, body: bytes, headers: Mapping[str, str], resolver: Resolver | None = None
) -> Answer:
    """Resolve, check and send once. Redirects are not followed, the answer's body is not read."""
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            target = await asyncio.to_thread(check, address, resolver)
            return _judged(await _post(target, body, headers))
    except Problem as problem:
        return Answer(None, problem.message)
    except (TimeoutError, httpx.TimeoutException):
        return Answer(None, _("It did not answer in time."))
    except httpx.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            return Answer(None, _("Its certificate could not be verified."))
        return Answer(None, _("No connection could be made."))
    except (httpx.HTTPError, httpx.InvalidURL):
        return Answer(None, _("The connection broke, or what came was no HTTP."))


async def _post(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """Connect to the checked address itself; the name stays in ``Host`` and in TLS."""
    host = target.url.raw_host.decode("ascii").strip("[]")
    named = {**headers, "Host": target.url.netloc.decode("ascii")}
    # A client of its own: nothing, not even a cookie, passes from one receiver to another.
    async with httpx.AsyncClient(
        verify=_tls(), trust_env=False, follow_redirects=False, timeout=TIMEOUT
    ) as client:
        last: httpx.ConnectError | None = None
        for address in target.addresses[:MOST_ADDRESSES]:
            try:
                async with client.stream(
                    "POST",
                    target.url.copy_with(host=address, port=target.port),
                    content=body,
                    headers=named,
                    extensions={"sni_hostname": host},
                ) as response:
                    return response.status_code
            except httpx.ConnectError as error:
                # Nothing was sent yet.
                last = error
        assert last is not None
        raise last


def _judged(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(status)
    if 300 <= status < 400:
        return Answer(status, _("It redirects (%d). Redirects are not followed.") % status)
    return Answer(status, _("It answered %d.") % status)


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
