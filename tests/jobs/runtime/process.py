"""A process of the studio that knows the tests' pipeline. Run it with ``-m``."""

import os
import sys

import django


def main(command: list[str]) -> None:
    """Run a management command."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "skyy.settings.test_production"
    django.setup()
    from django.core.management import call_command

    from apps.jobs.pipelines import registry
    from tests.jobs.engine.pipelines import TestPipeline

    registry.PIPELINES["test"] = TestPipeline([])
    call_command(*command)


if __name__ == "__main__":
    main(sys.argv[1:])
