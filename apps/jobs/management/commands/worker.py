"""``manage.py worker``: a process that runs steps."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.jobs.models import Queue
from apps.jobs.runtime.until_told import Told
from apps.jobs.runtime.widths import width_of
from apps.jobs.runtime.worker import Worker, connections_needed

MOST = 64


class Command(BaseCommand):
    """Ends with status 0 on SIGTERM, once running steps have ended or were given back."""

    help = "Run steps of the named queues until told to end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queues", default=",".join(Queue.values), help="Such as cpu,io.")
        parser.add_argument(
            "--width", type=int, default=0, help="Steps of each queue at once. 0: what fits it."
        )
        parser.add_argument(
            "--grace", type=float, default=20.0, help="Seconds running steps get to end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        queues = [name.strip() for name in options["queues"].split(",") if name.strip()]
        unknown = sorted(set(queues) - set(Queue.values))
        if unknown or not queues:
            raise CommandError(f"--queues takes {', '.join(Queue.values)}, separated by commas.")
        if not 0 <= options["width"] <= MOST:
            raise CommandError(f"--width is a number from 0 to {MOST}.")
        if options["grace"] < 0:
            raise CommandError("--grace is a number of seconds.")
        widths = {queue: options["width"] or width_of(queue) for queue in queues}
        _check_pool(connections_needed(widths))
        told = Told()
        with Worker(widths, grace=options["grace"]):
            self.stdout.write(f"Working on {', '.join(queues)}. Stop with SIGTERM or Ctrl-C.")
            told.wait()
        self.stdout.write("Stopped.")


def _check_pool(needed: int) -> None:
    pool = settings.DATABASES["default"].get("OPTIONS", {}).get("pool")
    if pool and pool["max_size"] < needed:
        raise CommandError(f"So many steps at once need SKYY_DATABASE_POOL={needed} or more.")
