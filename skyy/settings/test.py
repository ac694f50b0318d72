"""The embedded setting on throw-away folders, with cheap password hashing."""

import tempfile
from pathlib import Path

from .embedded import *  # noqa: F403
from .embedded import DATABASES, STORAGES

SECRET_KEY = "a key that signs nothing outside the test run"
DATA = Path(tempfile.mkdtemp(prefix="skyy-test-"))
for _alias in ("originals", "renditions", "default"):
    STORAGES[_alias]["OPTIONS"]["location"] = DATA / _alias
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SCRATCH = DATA / "scratch"
STATIC_ROOT = DATA / "static"
# A file, not memory: worker threads and the live server open connections of their own.
DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SERVESTATIC_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_AVAILABLE = True
STAFF_SECOND_FACTOR = False
REGISTRATION = True
