"""The test setting on a PostgreSQL server of the bench's own."""

import os

from skyy.database_url import database
from skyy.settings.test import *  # noqa: F403
from skyy.settings.test import DATABASES

DATABASES["default"] = database(os.environ["SKYY_BENCH_DATABASE"])
ALLOWED_HOSTS = ["testserver"]
