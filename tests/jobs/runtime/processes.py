"""Processes of the studio on the tests' own servers and database."""

import os
import signal
import subprocess
import sys
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

DEADLINE = 60

on_servers = pytest.mark.skipif(
    settings.BROKER != "redis",
    reason="processes share a database server: runs with --ds=skyy.settings.test_production",
)


class Processes:
    """Starts ``tests.jobs.runtime.process`` and ends what is left at the end."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """Start a management command with the tests' pipeline, and wait until it works."""
        url = urlsplit(os.environ["SKYY_DATABASE_URL"])
        ours = url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.runtime.process", *command],
            cwd=settings.BASE_DIR,
            env=os.environ | {"SKYY_DATABASE_URL": ours, "SKYY_SWEEP_SECONDS": "0.5"} | environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        assert process.stdout is not None
        assert "Stop with" in process.stdout.readline()
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._started:
            process.kill()
            process.communicate()


def told_to_end(process: subprocess.Popen[str]) -> int:
    """Send SIGTERM and return the exit status."""
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=DEADLINE)
    return process.returncode
