"""A Django project with nothing but Celery's results, on the bench's database."""

import os

from skyy.database_url import database

SECRET_KEY = "a key that signs nothing"
INSTALLED_APPS = ["django_celery_results"]
# Kept for as long as a process lives.
DATABASES = {
    "default": database(os.environ["SKYY_DATABASE_URL"]) | {"CONN_MAX_AGE": None},
}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = os.environ["SKYY_REDIS_URL"].removesuffix("/0") + "/5"
CELERY_RESULT_BACKEND = "django-db"
# Celery closes the connection around every task unless it is told how often to use it again.
CELERY_DB_REUSE_MAX = 1_000_000_000
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
