"""``manage.py scheduler``: a process that sweeps, polls and delivers while it leads."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.jobs.runtime.scheduler import Scheduler
from apps.jobs.runtime.until_told import Told


class Command(BaseCommand):
    """Start it on two hosts: one leads, the other takes over within ten seconds."""

    help = "Do what is done again and again, wherever no other scheduler leads."

    def handle(self, *args: Any, **options: Any) -> None:
        told = Told()
        scheduler = Scheduler()
        scheduler.start()
        self.stdout.write(f"{scheduler.lead.holder} schedules. Stop with SIGTERM or Ctrl-C.")
        told.wait()
        scheduler.stop()
        self.stdout.write("Stopped.")
