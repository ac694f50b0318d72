"""A PostgreSQL address as Django wants it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str) -> dict[str, Any]:
    """Return an entry of Django's ``DATABASES``.

    Args:
        url: ``postgresql://user:password@host:port/name``; what stands behind ``?`` is handed to
            libpq, such as ``sslmode=verify-full``.

    Raises:
        ValueError: it is not such an address; the message says what is missing, never the password.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("it must begin with postgresql://")
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError("its port is no number") from error
    name = unquote(parts.path.lstrip("/"))
    if not name or "/" in name:
        raise ValueError("it names no database: postgresql://user:password@host:port/name")
    return {
        "ENGINE": "skyy.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
