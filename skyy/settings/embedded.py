"""One process, one folder: SQLite, in-process broker and channel layer, files on disk."""

from typing import Any

from skyy.secret_key import load_or_create

from .base import *  # noqa: F403
from .base import CONFIGURATION

DATA = CONFIGURATION.data
DATA.mkdir(parents=True, exist_ok=True)

SECRET_KEY = CONFIGURATION.secret_key or load_or_create(DATA / "secret_key")

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "skyy.sqlite3",
        "OPTIONS": {
            # A transaction that reads first and writes later could not wait for the lock.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    },
}

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels.layers.InMemoryChannelLayer",
        "CONFIG": {"capacity": 1000, "expiry": 60},
    },
}
BROKER = "stub"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STORAGES: dict[str, dict[str, Any]] = {
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "originals", "base_url": None},
    },
    "renditions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "renditions", "base_url": None},
    },
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
if not CONFIGURATION.smtp_host:
    # Without a mail server, what would be sent lies in files.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
    MAIL_AVAILABLE = True
SCRATCH = DATA / "scratch"
STATIC_ROOT = DATA / "static"
# Plain http on loopback; the production setting has secure cookies and HSTS.
SECURE_SSL_REDIRECT = False
