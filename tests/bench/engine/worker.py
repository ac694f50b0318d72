"""A worker process of the studio that knows the bench's chains. Run it with ``-m``."""

import sys

import django


def main(arguments: list[str]) -> None:
    """Run ``manage.py worker``; ``--without-child`` leaves the child process out."""
    django.setup()
    from django.core.management import call_command

    from apps.jobs.engine import workplace
    from tests.bench.engine import pipeline
    from tests.bench.engine.no_child import NoChild

    pipeline.register()
    if "--without-child" in arguments:
        arguments.remove("--without-child")
        workplace.ChildProcess = NoChild  # type: ignore[misc,assignment]
    call_command("worker", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
