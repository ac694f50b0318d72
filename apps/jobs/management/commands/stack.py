"""``manage.py stack``: the production setting on this machine, from real parts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.jobs.runtime.until_told import Told
from skyy.configuration import ROOT


class Command(BaseCommand):
    """For trying it out: its servers are the tests', on private ports, with data of their own."""

    help = "Start PostgreSQL, Redis, S3, web, workers and schedulers; Ctrl-C ends them all."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=ROOT / "var/stack")
        parser.add_argument("--port", type=int, default=0, help="Of the web server. 0: a free one.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # Not part of an installation: they come with the source.
            from tests.parts.missing import PartMissing
            from tests.parts.stack import Stack
        except ImportError as error:
            raise CommandError("The stack needs Skyy's source folder, tests included.") from error
        told = Told()
        stack = Stack(options["folder"].absolute(), port=options["port"], say=self.stdout.write)
        try:
            with stack.running() as standing:
                self.stdout.write(f"\nSkyy is at {standing.address}")
                name, _, password = standing.administrator.partition(" ")
                self.stdout.write(f"Sign in as {name}, password {password}")
                self.stdout.write(f"Logs: {standing.logs}. Stop with Ctrl-C.\n")
                stack.watch_over(told)
                self.stdout.write("Stopping…")
        except PartMissing as missing:
            raise CommandError(f"Missing: {missing}") from missing
        self.stdout.write("Stopped.")
