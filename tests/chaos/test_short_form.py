"""The chaos suite's short form: real servers, real kills, the table printed where it is bad."""

import os
import subprocess
import sys

import pytest

from skyy.configuration import ROOT

from .__main__ import MISSING

SECONDS = 480.0


def test_whatever_dies_nothing_is_lost_and_nothing_is_done_or_paid_twice():
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--short"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name[:6] != "DJANGO"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode == MISSING:
        words = done.stdout.strip().splitlines()[-1]
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    assert done.returncode == 0, done.stdout + done.stderr
