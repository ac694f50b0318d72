"""Sets Django up in a process that will be killed: the embedded setting, on the test's database."""

import json
import os


def run(jobs: int) -> None:
    """Run a batch of so many jobs."""
    import django
    from django.conf import settings

    told = os.environ.get("CHAOS_DATABASE")
    if told:
        settings.DATABASES["default"] = json.loads(told)
    django.setup()
    from . import chaos_run

    chaos_run.main(jobs)
