"""``manage.py web``: pages, API and sockets, in as many processes as are asked for."""

from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.core.management.base import BaseCommand, CommandError

from apps.jobs.main_job.studio import SERVER

MOST = 64


class Command(BaseCommand):
    """No work is done here; workers do it. Ends with status 0 on SIGTERM."""

    help = "Serve the studio."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["processes"] <= MOST:
            raise CommandError(f"--processes is a number from 1 to {MOST}.")
        uvicorn.run(
            host=options["host"], port=options["port"], workers=options["processes"], **SERVER
        )
