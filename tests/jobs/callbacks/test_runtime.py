"""The runtime delivers by itself: nobody has to call anything."""

import pytest

from apps.jobs.engine import control
from apps.jobs.runtime import Runtime
from apps.jobs.runtime.chores import chores
from tests.jobs.callbacks.receiver import Receiver

DEADLINE = 30.0


def test_deliveries_and_figures_are_the_schedulers_chores():
    led = {chore.name for chore in chores() if not chore.everywhere}
    assert {"callbacks", "figures"} <= led


@pytest.mark.django_db(transaction=True)
def test_a_job_that_ends_is_told_by_the_embedded_runtime(
    transactional_db, job, contributor, receiver: Receiver
):
    made = job(contributor, callback_url=f"http://127.0.0.1:{receiver.port}/hook")
    control.cancel(made)
    with Runtime(workers=1):
        assert receiver.changed.wait(DEADLINE), "nobody was told"
    assert receiver.heard[0].headers["webhook-id"] == str(made.callbacks.get().pk)
