"""The production setting on servers of the test run's own, with cheap password hashing."""

import os
import tempfile
from pathlib import Path

from tests.parts.session import ensure_servers

# Before the production setting reads the environment.
ensure_servers()

from .production import *  # noqa: F403
from .production import CACHES, CHANNEL_LAYERS, CONFIGURATION, STORAGES

# Each process of a parallel run has a Redis database and keys of its own.
_process = os.environ.get("PYTEST_XDIST_WORKER", "")
REDIS_URL = CONFIGURATION.redis_url.get_secret_value().removesuffix("/0")
REDIS_URL += f"/{int(_process.removeprefix('gw')) + 1 if _process else 0}"
CACHES["default"]["LOCATION"] = REDIS_URL
CHANNEL_LAYERS["default"]["CONFIG"] = {"hosts": [REDIS_URL], "prefix": f"skyy{_process}"}
for _alias in ("originals", "renditions", "default"):
    STORAGES[_alias]["OPTIONS"]["location"] = f"{_process or 'main'}/{_alias}"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

DATA = Path(tempfile.mkdtemp(prefix="skyy-test-"))
SCRATCH = DATA / "scratch"
STATIC_ROOT = DATA / "static"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SERVESTATIC_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_AVAILABLE = True
STAFF_SECOND_FACTOR = False
REGISTRATION = True
