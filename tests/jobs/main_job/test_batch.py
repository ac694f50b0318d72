"""What a start of the studio takes up, and what it says at the end."""

import contextlib
from types import SimpleNamespace

import pytest

from apps.jobs.engine import control
from apps.jobs.main_job import studio
from apps.jobs.main_job.batch import MODELS, PACKSHOTS, not_made_yet, under_way
from apps.jobs.main_job.studio import outcome
from apps.jobs.models import Job, JobStatus


def imported(version, *, view="front", colour="black"):
    """What an import says of one photograph."""
    return SimpleNamespace(
        photograph=SimpleNamespace(
            asset=SimpleNamespace(current_version_id=version),
            view=view,
            variant=SimpleNamespace(product_id=1, colour_name=colour),
        )
    )


def test_a_start_takes_up_what_the_last_one_left_unfinished(contributor, producer, batch) -> None:
    assert under_way(PACKSHOTS, contributor) is None
    left = batch(contributor)
    assert under_way(PACKSHOTS, contributor) == left
    assert under_way(PACKSHOTS, producer) is None


def test_a_stopped_batch_is_not_taken_up_again(contributor, batch) -> None:
    left = batch(contributor)
    control.cancel(left, contributor)
    left.refresh_from_db()
    assert (left.status == JobStatus.CANCELLED) == (under_way(PACKSHOTS, contributor) is None)


def test_what_was_stopped_is_not_begun_again_by_the_next_start(contributor, batch) -> None:
    left = batch(contributor)
    control.cancel(left, contributor)
    photographs = [imported(child.source_id) for child in left.children.all()]
    assert photographs
    assert not_made_yet(PACKSHOTS, photographs) == []
    assert not_made_yet(MODELS, photographs) == photographs


def test_backs_and_details_take_part_in_the_model_of_their_front() -> None:
    front, back = imported(1), imported(2, view="back")
    of_another_colour = imported(3, view="back", colour="red")
    detail = imported(4, view="detail")
    chosen = MODELS.chosen([front, back, of_another_colour, detail])
    assert chosen == [front, of_another_colour]
    assert PACKSHOTS.chosen([front, back]) == [front, back]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"awaiting_review": 3, "completed": 1, "failed": 2}, "Ready for review: 4. Failed: 2."),
        (
            {"awaiting_review": 1, "cancelled": 4},
            "Ready for review: 1. Failed: 0. Stopped: 4.",
        ),
    ],
)
def test_the_end_of_a_batch_counts_what_was_made(counts, words) -> None:
    assert outcome(Job(counts=counts)) == words


def test_ctrl_c_ends_the_studio_without_a_traceback(monkeypatch) -> None:
    class Interrupted:
        def run(self, **_sockets) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(studio.uvicorn, "Server", lambda _configuration: Interrupted())
    monkeypatch.setattr(studio, "Runtime", lambda **_given: contextlib.nullcontext())
    monkeypatch.setattr(studio, "_main_job", lambda *_given: None)
    studio.serve(None, None, None, address=None, tell=print)
