"""Prepare the tables, or send the chains, in a process whose Django is Celery's."""

import sys

import django
from django.core.management import call_command

from . import celery_app


def main(what: str, *numbers: str) -> None:
    """``tables``, or ``send CHAINS STEPS``."""
    django.setup()
    if what == "tables":
        call_command("migrate", "django_celery_results", verbosity=0)
    else:
        celery_app.send(*map(int, numbers))


if __name__ == "__main__":
    main(*sys.argv[1:])
