"""``manage.py demo``: the main job without a server."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from apps.jobs.main_job.batch import MODELS, PACKSHOTS, Work
from apps.jobs.main_job.demo import run_demo
from apps.jobs.main_job.terminal import bars, table
from skyy.api.errors import Problem

MOST_WORKERS = 64
NONE = "none"


class Command(BaseCommand):
    """Exit status 0 only when every product succeeded."""

    help = "Packshots and 3D models of the photographs in a folder, or of the demo season."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--photos", type=Path, help="Folder; a manifest.csv in it is used.")
        parser.add_argument("--out", type=Path, required=True, help="Folder for the results.")
        parser.add_argument("--workers", type=int, default=0, help="0: one per core.")
        parser.add_argument("--no-cache", action="store_true", help="Make every step anew.")
        parser.add_argument("--profile", default="full")
        parser.add_argument("--upscaler", default="lanczos")
        parser.add_argument(
            "--quality",
            default="standard",
            choices=[NONE, "draft", "standard", "high"],
            help="Of the 3D models; “none” makes packshots alone.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        if not 0 <= options["workers"] <= MOST_WORKERS:
            raise CommandError(f"--workers is a number from 0 (one per core) to {MOST_WORKERS}.")
        if not _can_be_written(options["out"]):
            raise CommandError(f"{options['out']} is no folder that results can be written to.")
        call_command("migrate", verbosity=0, interactive=False)
        packshot = {"profile": options["profile"], "upscaler": options["upscaler"]}
        asked: list[tuple[Work, dict[str, Any]]] = [(PACKSHOTS, packshot)]
        if options["quality"] != NONE:
            asked.append((MODELS, {"quality": options["quality"]}))
        try:
            with bars(console) as progress:
                summary = run_demo(
                    options["photos"],
                    options["out"],
                    asked,
                    progress,
                    workers=options["workers"],
                    step_cache=not options["no_cache"],
                )
        except Problem as problem:
            raise CommandError(_in_words(problem)) from problem
        console.print(table(summary.rows))
        console.print(
            f"\n{len(summary.rows) - summary.failed} completed, {summary.failed} failed in "
            f"{summary.seconds:.1f} s on {summary.workers} workers: "
            f"{summary.seconds_a_product:.2f} s a product, "
            f"engine {summary.engine_share:.0%} of the workers' time, "
            f"largest process {summary.peak_megabytes:.0f} MB"
        )
        console.print(f"Results: {options['out']}/report.json and contact-sheet.html")
        if summary.failed:
            sys.exit(1)


def _can_be_written(folder: Path) -> bool:
    """Whether the folder is there or can be made; asked before the work, not after it."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _in_words(problem: Problem) -> str:
    fields = [f"{name}: {' '.join(why)}" for name, why in problem.fields.items()]
    return "\n  ".join([f"{problem.code}: {problem.message}", *fields])
