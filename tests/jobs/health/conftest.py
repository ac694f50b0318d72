from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from apps.jobs.models import Worker

pids = count(4000)


@pytest.fixture
def configured(settings):
    """Change the configuration for one test."""

    def change(**values):
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=values)

    return change


@pytest.fixture
def worker(db):
    """A worker that was heard of so many seconds ago."""

    def make(seen=0.0, queues=None, **more):
        pid = next(pids)
        now = timezone.now()
        return Worker.objects.create(
            name=f"atelier:{pid}",
            host="atelier",
            pid=pid,
            queues={"cpu": 2} if queues is None else queues,
            memory_bytes=123_000_000,
            started_at=now,
            seen_at=now - timedelta(seconds=seen),
            **more,
        )

    return make
