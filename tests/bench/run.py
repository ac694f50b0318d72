"""Runs a bench with tiny numbers: a table that nobody can make any more proves nothing."""

import os
import subprocess
import sys

import pytest


def tiny(module: str) -> str:
    """Return what ``python -m module --tiny`` prints.

    Servers and settings are its own, whatever those of this test run are. Where this machine lacks
    a server the test is skipped, under ``CI`` it fails.
    """
    known = {name: value for name, value in os.environ.items() if not name.startswith("SKYY_")}
    done = subprocess.run(
        [sys.executable, "-m", module, "--tiny"],
        env=known,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    if "SKIPPED" in done.stdout:
        if os.environ.get("CI"):
            pytest.fail(done.stdout)
        pytest.skip(done.stdout.strip())
    return done.stdout
