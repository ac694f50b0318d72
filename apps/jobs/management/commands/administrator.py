"""``manage.py administrator``: the first person of a new installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.jobs.main_job.administrator import ensure_administrator


class Command(BaseCommand):
    """Makes the Owner once; tells the password as long as nobody has changed it."""

    help = "Make the first Owner where there is none, and print the name and password."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_administrator(settings.DATA)
        self.stdout.write(f"{made.user.username} {made.password or '(changed since it was made)'}")
