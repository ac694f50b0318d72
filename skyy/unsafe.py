"""What a production process must not start with."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from .configuration import Configuration
from .database_url import database

KEY_LENGTH = 50
DIFFERENT_CHARACTERS = 10
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def refusals(configuration: Configuration) -> list[str]:
    """Return a sentence for every value that is missing or unsafe: which variable, what to set."""
    found = [*_secrets(configuration), *_addresses(configuration), *_storage(configuration)]
    return [*found, *_front(configuration)]


def _secrets(configuration: Configuration) -> Iterator[str]:
    if configuration.debug:
        yield "SKYY_DEBUG shows the inside to anybody who asks: leave it out."
    key = configuration.secret_key
    if not key:
        yield "SKYY_SECRET_KEY is missing: set a random text of 64 characters and keep it secret."
    elif len(key) < KEY_LENGTH or len(set(key)) < DIFFERENT_CHARACTERS:
        yield (
            f"SKYY_SECRET_KEY can be guessed: set at least {KEY_LENGTH} random characters, such as "
            "python -c 'import secrets; print(secrets.token_urlsafe(64))' prints."
        )
    if key and key == configuration.provider_key.get_secret_value():
        yield "SKYY_PROVIDER_KEY is the secret key: set a random text of its own."


def _addresses(configuration: Configuration) -> Iterator[str]:
    url = configuration.database_url.get_secret_value()
    if not url:
        yield "SKYY_DATABASE_URL is missing: set postgresql://user:password@host:port/name."
    else:
        try:
            database(url)
        except ValueError as error:
            yield f"SKYY_DATABASE_URL cannot be used: {error}."
    url = configuration.redis_url.get_secret_value()
    if not url:
        yield "SKYY_REDIS_URL is missing: set redis://:password@host:port/0."
    elif urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        yield "SKYY_REDIS_URL cannot be used: it must begin with redis://, rediss:// or unix://."


def _storage(configuration: Configuration) -> Iterator[str]:
    wanted = {
        "SKYY_S3_BUCKET": (configuration.s3_bucket, "the name of a private bucket"),
        "SKYY_S3_KEY": (configuration.s3_key.get_secret_value(), "the access key's id"),
        "SKYY_S3_SECRET": (configuration.s3_secret.get_secret_value(), "the access key's secret"),
    }
    for name, (value, words) in wanted.items():
        if not value:
            yield f"{name} is missing: set {words}."
    endpoint = configuration.s3_endpoint
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        yield "SKYY_S3_ENDPOINT cannot be used: it must begin with https:// or http://."


def _front(configuration: Configuration) -> Iterator[str]:
    hosts = configuration.allowed_hosts
    if "allowed_hosts" not in configuration.model_fields_set or not hosts:
        yield 'SKYY_ALLOWED_HOSTS is missing: set the names people use, such as ["studio.example"].'
    if any("*" in host for host in hosts):
        yield "SKYY_ALLOWED_HOSTS takes anybody's word for the name: set the names without '*'."
    if not configuration.https and not LOOPBACK.issuperset(hosts):
        yield (
            "SKYY_HTTPS is off although others than this machine may ask: leave it on, and put a "
            "proxy with a certificate in front (SKYY_TRUSTED_PROXY)."
        )
    for origin in configuration.cors_origins:
        if not _is_origin(origin):
            yield (
                f"SKYY_CORS_ORIGINS holds {origin!r}: set https:// and a host name, without a path "
                "and without '*'."
            )
    for proxy in configuration.trusted_proxy:
        try:
            network = ipaddress.ip_network(proxy)
        except ValueError:
            yield f"SKYY_TRUSTED_PROXY holds {proxy!r}: set addresses or networks of proxies."
        else:
            if network.prefixlen == 0:
                yield "SKYY_TRUSTED_PROXY trusts everybody: set the proxies' own networks."


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    known = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return known and text == f"{parts.scheme}://{parts.netloc}" and "*" not in parts.netloc
