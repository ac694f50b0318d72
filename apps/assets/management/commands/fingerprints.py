"""``manage.py fingerprints``: looks for duplicates among pictures that came long ago."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.assets.duplicates.backfilling import AT_ONCE, Progress, backfill


class Command(BaseCommand):
    """Make the missing fingerprints; begun again, it goes on where it was stopped."""

    help = "Makes the perceptual fingerprints that pictures lack. Can be stopped and begun again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=AT_ONCE, help="Pictures of a batch.")
        parser.add_argument("--most", type=int, help="Pictures looked at; all when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = Progress()
        for done in backfill(at_once=max(1, options["batch"]), most=options["most"]):
            self.stdout.write(_words(done))
        if done == Progress():
            self.stdout.write("Every picture has its fingerprint.")


def _words(done: Progress) -> str:
    words = f"{done.made} made, {done.pairs} pairs look alike"
    if done.waiting:
        words += f", {done.waiting} have no rendition yet"
    if done.unreadable:
        words += f", {done.unreadable} cannot be read"
    return words
