"""What a step costs in statements: a step more here is a step slower everywhere."""

import pytest
from django.db import connection

from tests.bench.engine import statements
from tests.bench.engine.pipeline import KIND, Chain

FIRST, MIDDLE, LAST = (3, 2, 4) if connection.vendor == "postgresql" else (20, 18, 22)


@pytest.fixture
def job(monkeypatch, team, user):
    from apps.jobs.engine.submission import submit
    from apps.jobs.pipelines import registry

    monkeypatch.setitem(registry.PIPELINES, KIND, Chain())
    return submit(KIND, team=team, user=user, params={})


def test_a_step_takes_no_more_statements_than_it_did(job):
    counts = statements.of_a_chain(job)
    assert counts == [FIRST, MIDDLE, LAST]
