"""The bench of the engine runs: a table that nobody can make any more proves nothing."""

import os
import subprocess
import sys

import pytest

ROWS = (
    *("(a) bare Dramatiq", "(b) the same statements", "(c) Celery", "the engine, 1 process"),
    *("enqueued in", "SQL statements", "commit to start", "ended jobs more"),
    "a claim: ",
)


def test_the_engines_bench_prints_its_table():
    # Servers and settings of its own, whatever those of this test run are.
    known = {name: value for name, value in os.environ.items() if not name.startswith("SKYY_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.engine", "--tiny"],
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
    assert [row for row in ROWS if row not in done.stdout] == []
