"""What the commands refuse."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--queues", "cpu,tpu"], "--queues"),
        (["--queues", ","], "--queues"),
        (["--width", "65"], "--width"),
        (["--width", "-1"], "--width"),
        (["--grace", "-1"], "--grace"),
    ],
)
def test_a_worker_refuses_what_it_cannot_be(given, words):
    with pytest.raises(CommandError, match=words):
        call_command("worker", *given)


def test_more_steps_at_once_than_connections_are_refused(monkeypatch):
    pooled = {"default": {"OPTIONS": {"pool": {"max_size": 8}}}}
    monkeypatch.setattr(settings, "DATABASES", pooled)
    with pytest.raises(CommandError, match="SKYY_DATABASE_POOL"):
        call_command("worker", "--queues", "cpu", "--width", "32")


def test_a_web_server_has_processes():
    with pytest.raises(CommandError, match="--processes"):
        call_command("web", "--processes", "0")
