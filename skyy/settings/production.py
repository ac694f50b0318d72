"""Several processes on any number of hosts: PostgreSQL, Redis, S3. From the environment alone."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from skyy.database_url import database
from skyy.storage_origins import storage_origins
from skyy.unsafe import refusals

from .base import *  # noqa: F403
from .base import CONFIGURATION

if _refused := refusals(CONFIGURATION):
    raise ImproperlyConfigured("\n".join(["Skyy does not start like this:", *_refused]))

DATA = CONFIGURATION.data
DATA.mkdir(parents=True, exist_ok=True)
SECRET_KEY = CONFIGURATION.secret_key

_database = database(CONFIGURATION.database_url.get_secret_value())
DATABASES: dict[str, dict[str, Any]] = {
    "default": _database
    | {
        # The pool keeps connections; Django gives them back when a request or a message ends.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "skyy",
            # The engine's own statements are planned once per connection; the ORM's never are.
            "prepare_threshold": 5,
            # A host that vanished without a word is noticed within half a minute.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        }
        | _database["OPTIONS"]
        | {
            "pool": {
                "min_size": 0,
                "max_size": CONFIGURATION.database_pool,
                "max_idle": 60.0,
                "timeout": 10.0,
                # A restart is waited for; what lasts longer is told. Each caller tries anew.
                "reconnect_timeout": 2.0,
            },
        },
    },
}

REDIS_URL = CONFIGURATION.redis_url.get_secret_value()
BROKER = "redis"
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "skyy.channel_layer.ChannelLayer",
        # A socket that Redis keeps waiting is better told to come back.
        "CONFIG": {
            "hosts": [{"address": REDIS_URL, "socket_connect_timeout": 2.0, "socket_timeout": 5.0}],
            "prefix": "skyy",
        },
    },
}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "skyy.redis_cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "skyy",
    },
}

_bucket = {
    "bucket_name": CONFIGURATION.s3_bucket,
    "endpoint_url": CONFIGURATION.s3_endpoint or None,
    "access_key": CONFIGURATION.s3_key.get_secret_value(),
    "secret_key": CONFIGURATION.s3_secret.get_secret_value(),
    "region_name": CONFIGURATION.s3_region,
    "signature_version": "s3v4",
    # A server of one's own has one name; Amazon has one for every bucket.
    "addressing_style": "path" if CONFIGURATION.s3_endpoint else "auto",
    # Nothing is public; what an address is made for, it serves for some minutes.
    "default_acl": None,
    "querystring_auth": True,
    "querystring_expire": 300,
    # Keys are never used twice, so nothing is asked before writing.
    "file_overwrite": True,
    # Larger files wait on disk while they are sent.
    "max_memory_size": 1_000_000,
}
STORAGES: dict[str, dict[str, Any]] = {
    **{
        alias: {
            "BACKEND": "skyy.object_storage.ObjectStorage",
            "OPTIONS": _bucket | {"location": f"{CONFIGURATION.s3_prefix}{alias}"},
        }
        for alias in ("originals", "renditions", "default")
    },
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
STORAGE_ORIGINS = storage_origins(CONFIGURATION)
SCRATCH = DATA / "scratch"
STATIC_ROOT = DATA / "static"

# Who may publish and pay proves it twice, unless the house says otherwise.
STAFF_SECOND_FACTOR = CONFIGURATION.staff_second_factor is not False

SECURE_SSL_REDIRECT = CONFIGURATION.https
# Probes come from inside, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = CONFIGURATION.https
CSRF_COOKIE_SECURE = CONFIGURATION.https
SECURE_HSTS_SECONDS = CONFIGURATION.hsts_seconds if CONFIGURATION.https else 0
# The house's other names are not ours to bind, nor is the browsers' list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
