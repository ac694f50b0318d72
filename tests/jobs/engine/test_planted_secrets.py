"""What a step says when it fails reaches events, answers and the log without its secrets."""

import json
import logging

import pytest

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Event
from skyy.logs import LineFormatter

HANDLERS = "tests.jobs.engine.leaking_handlers"
PLANTED = "plant9f8e7d6c5b4a3928"


@pytest.mark.parametrize("handler", ["refuse", "break_down"])
def test_a_failing_step_tells_no_secret(handler, pipeline, submit, runtime, rest, caplog):
    given = {"secret": PLANTED}
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:{handler}@1", params=given, max_attempts=1)]
    with caplog.at_level(logging.DEBUG):
        job = rest(submit())
    told = [json.dumps(event.data) for event in Event.objects.filter(job=job)]
    told += [json.dumps(step.error) for step in job.steps.all()]
    told.append(json.dumps(job.error))
    told += [LineFormatter().format(record) for record in caplog.records]
    assert job.status == "failed"
    assert not [text for text in told if PLANTED in text]
