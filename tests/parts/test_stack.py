"""What the stack does about its own dead. The whole of it is run by the chaos suite."""

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.parts.missing import PartMissing
from tests.parts.process import Server, listens
from tests.parts.redis import redis
from tests.parts.stack import Stack


class Turns:
    """Ends a watch after so many looks, or once something is true."""

    def __init__(self, true, most=200):
        self._true = true
        self._left = most

    def wait(self, seconds=None):
        self._left -= 1
        if self._true() or not self._left:
            return True
        return signal.sigtimedwait([], seconds or 0) is not None


@pytest.fixture
def stack(tmp_path):
    return Stack(tmp_path, say=lambda words: None)


def test_a_server_that_was_killed_is_started_again_where_it_was(stack, tmp_path):
    with ExitStack() as ending:
        try:
            server = ending.enter_context(redis(tmp_path / "redis"))
        except PartMissing as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(missing))
        stack.parts = {"Redis": server}
        server.server.process.kill()
        server.server.process.wait()
        stack.watch_over(Turns(lambda: listens(server.port)))
        assert listens(server.port)


def test_a_server_that_is_held_down_is_left_alone_and_brought_back(stack, tmp_path):
    with ExitStack() as ending:
        try:
            server = ending.enter_context(redis(tmp_path / "redis"))
        except PartMissing as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(missing))
        stack.parts = {"Redis": server}
        with stack.held_down("Redis"):
            stack.watch_over(Turns(lambda: listens(server.port), most=5))
            assert not listens(server.port)
        assert listens(server.port)


def test_what_a_dead_process_left_behind_is_ended_before_it_is_started_again(tmp_path: Path):
    mark = tmp_path / "child"
    left = f"import time; open({str(mark)!r}, 'w').close(); time.sleep(60)"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {left!r}])"
    server = Server([sys.executable, "-c", f"{parent}; time.sleep(60)"], tmp_path)
    server.start(mark.exists)
    (child,) = psutil.Process(server.process.pid).children()
    server.process.kill()
    server.process.wait()
    assert server.is_dead()
    server.clear_away()
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running()
