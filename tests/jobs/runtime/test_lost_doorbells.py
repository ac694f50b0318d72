"""Nobody rings, and the work is done all the same."""

import pytest

from apps.jobs.actors import broker
from apps.jobs.models import JobStatus
from apps.jobs.runtime import Runtime, wait_until_resting


@pytest.fixture
def deaf(monkeypatch):
    """Every message is lost."""
    monkeypatch.setattr(broker, "enqueue", lambda message, delay=None: message)


def test_a_job_whose_doorbells_are_all_lost_is_finished(deaf, submit):
    with Runtime(1, grace=0.0):
        assert wait_until_resting(submit().pk).status == JobStatus.COMPLETED
