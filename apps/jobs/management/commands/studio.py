"""``manage.py studio``: everything in one process, for one machine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from apps.jobs.main_job.administrator import ensure_administrator
from apps.jobs.main_job.studio import listen, serve
from apps.jobs.main_job.terminal import bars


class Command(BaseCommand):
    """Sets up the database, serves the studio and runs the main job."""

    help = "Serve the studio; packshots and 3D models of the season or --photos are made beside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--photos", type=Path, help="Folder; a manifest.csv in it is used.")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        try:
            address = listen(options["host"], options["port"])
        except OSError as error:
            raise CommandError(
                f"{options['host']}:{options['port']} cannot be used ({error.strerror}). "
                "Stop what runs there, or choose another port: make run PORT=8001"
            ) from error
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        administrator = ensure_administrator(settings.DATA)
        password = administrator.password or "(changed since it was made)"
        console.print(f"\nSkyy is at [bold]http://{options['host']}:{options['port']}/[/bold]")
        console.print(f"Sign in as [bold]{administrator.user.username}[/bold], password {password}")
        console.print("Stop with Ctrl-C; nothing is lost.\n")
        with bars(console) as progress:
            serve(
                administrator.user,
                options["photos"],
                progress,
                address=address,
                tell=lambda words: console.print(words, markup=False, highlight=False),
            )
