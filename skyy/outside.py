"""Fetching a file from an address somebody gave: checked, resolved once, connected to as checked.

Knows no settings: it runs in child processes too.
"""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path

import httpx

from skyy.api.errors import Code, Problem

from .public_addresses import is_public

LONGEST = 2000
MOST_HOPS = 4
MOST_ADDRESSES = 3
CHUNK = 1 << 18
_PORTS = {"http": 80, "https": 443}
_ODD = frozenset(' \\"<>')

Resolver = Callable[[str, int], Sequence[str]]
"""From a host and a port to its IP addresses; raises ``OSError`` where there are none."""
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Rules:
    """Where may be fetched from, how much, and in which time altogether."""

    ports: Sequence[int] = (80, 443)
    allow_http: bool = False
    networks: Sequence[str] = ()
    most_bytes: int = 100_000_000
    seconds: float = 60.0


def check(address: str, rules: Rules) -> httpx.URL:
    """Return the address, if it is one that may be asked at all.

    Raises:
        Problem: ``fetch.refused``.
    """
    # Signs that parsers of addresses disagree about.
    odd = not address.isascii() or not address.isprintable() or bool(_ODD & set(address))
    if odd or len(address) > LONGEST:
        raise _refused("This is no address a file can be fetched from.")
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise _refused("This is no address a file can be fetched from.") from error
    if url.scheme not in ({"https", "http"} if rules.allow_http else {"https"}):
        raise _refused("The address of a file begins with https://.")
    if not url.raw_host:
        raise _refused("The address names no host.")
    if url.userinfo:
        raise _refused("An address holds no user name and no password.")
    port = url.port or _PORTS[url.scheme]
    if port not in rules.ports:
        raise _refused(f"Nothing is fetched from port {port}.")
    return url


def fetch(
    address: str,
    target: Path,
    rules: Rules,
    resolver: Resolver | None = None,
    progress: Progress = lambda _share: None,
) -> httpx.URL:
    """Write what lies at an address into a file; return the address it came from in the end.

    Redirects are followed, each one checked as the first was.

    Args:
        progress: told the share that has come, from 0 to 1, where the address says how much it is.

    Raises:
        Problem: ``fetch.refused`` for an address that may not be asked, ``upload.too_large``,
            ``fetch.failed``.
    """
    until = time.monotonic() + rules.seconds
    url = check(address, rules)
    try:
        with httpx.Client(trust_env=False, follow_redirects=False) as client:
            for _ in range(MOST_HOPS):
                addresses = _resolved(url, rules, resolver or resolve)
                further = _get(client, url, addresses, target, rules, until, progress)
                if further is None:
                    return url
                url = check(str(url.join(further)), rules)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _failed("The connection failed, or what came was no HTTP.") from error
    raise _failed("The address leads on and on to other addresses.")


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _resolved(url: httpx.URL, rules: Rules, resolver: Resolver) -> Sequence[str]:
    """Every address the name has must be allowed: one that is not could be the one taken."""
    try:
        found = resolver(_host(url), url.port or _PORTS[url.scheme])
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise _failed("The host has no address.")
    if not all(_allowed(one, rules) for one in found):
        raise _refused("The host has an address that is not public.")
    return found


def _allowed(address: str, rules: Rules) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    networks = [ip_network(network) for network in rules.networks]
    return is_public(found) or any(
        found in network for network in networks if network.version == found.version
    )


def _get(
    client: httpx.Client,
    url: httpx.URL,
    addresses: Sequence[str],
    target: Path,
    rules: Rules,
    until: float,
    progress: Progress,
) -> str | None:
    """Ask the checked address itself; the name stays in ``Host`` and in TLS. Return where it leads
    on to, if it does."""
    # What is packed could unpack to anything.
    headers = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"}
    last: httpx.ConnectError | None = None
    for address in addresses[:MOST_ADDRESSES]:
        try:
            with client.stream(
                "GET",
                url.copy_with(host=address),
                headers=headers | {"User-Agent": "Skyy/1"},
                timeout=httpx.Timeout(max(0.1, min(10.0, until - time.monotonic()))),
                extensions={"sni_hostname": _host(url)},
            ) as response:
                return _answered(response, target, rules, until, progress)
        except httpx.ConnectError as error:
            last = error
    assert last is not None
    raise last


def _answered(
    response: httpx.Response, target: Path, rules: Rules, until: float, progress: Progress
) -> str | None:
    if response.is_redirect:
        return response.headers["Location"]
    if response.status_code != 200:
        raise _failed(f"The address answered {response.status_code}.")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _failed("The address sends files packed only.")
    written = 0
    announced = response.headers.get("Content-Length", "")
    whole = int(announced) if announced.isdecimal() and len(announced) < 16 else 0
    with target.open("wb") as file:
        for piece in response.iter_raw(CHUNK):
            written += len(piece)
            if written > rules.most_bytes:
                most = rules.most_bytes / 1e6
                words = f"The file is larger than {most:.0f} MB. Send it as an upload."
                raise Problem(Code.UPLOAD_TOO_LARGE, words)
            if time.monotonic() > until:
                raise _failed(f"The file did not come within {rules.seconds:.0f} seconds.")
            file.write(piece)
            if whole:
                progress(min(1.0, written / whole))
    return None


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").strip("[]")


def _refused(words: str) -> Problem:
    return Problem(Code.FETCH_REFUSED, words, fields={"url": [words]})


def _failed(words: str) -> Problem:
    return Problem(Code.FETCH_FAILED, f"{words} Nothing was kept.")
