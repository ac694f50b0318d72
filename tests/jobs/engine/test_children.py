"""A child process: reused, replaced when it grew or worked long enough, never trusted blindly."""

import pytest

from apps.jobs.engine import children
from apps.jobs.engine.children import ChildProcess, How, Order

from .pipelines import HANDLERS


@pytest.fixture
def child():
    process = ChildProcess()
    yield process
    process.kill()


def run(child, handler, tmp_path, **params):
    return child.run(
        {
            "handler": f"{HANDLERS}:{handler}@1",
            "params": params,
            "inputs": {},
            "results": {},
            "scratch": str(tmp_path),
        },
        timeout=30,
        watch=lambda: Order.GO_ON,
        progress=lambda share: None,
    )


def test_one_process_runs_many_steps_knowing_nothing_of_the_studio(child, tmp_path, monkeypatch):
    monkeypatch.setenv("SKYY_SECRET_KEY", "secret")
    first, second = (run(child, "who", tmp_path).said["result"] for _ in range(2))
    assert first == second == {"pid": child.pid, "django": False, "settings": []}


@pytest.mark.parametrize(("handler", "made"), [("nothing", False), ("write", True)])
def test_a_scratch_folder_is_there_for_whoever_asks_for_it(handler, made, child, tmp_path):
    scratch = tmp_path / "of" / "this claim"
    ending = run(child, handler, scratch, text="a")
    assert ending.how is How.DONE
    assert scratch.exists() is made


@pytest.mark.parametrize(("limit", "value"), [("MOST_STEPS", 1), ("MOST_MEMORY", 1)])
def test_a_child_that_worked_or_grew_enough_is_replaced(limit, value, child, tmp_path, monkeypatch):
    monkeypatch.setattr(children, limit, value)
    first, second = (run(child, "who", tmp_path).said["result"]["pid"] for _ in range(2))
    assert first != second


def test_a_child_that_ended_between_two_steps_is_nobodys_fault(child, tmp_path):
    run(child, "who", tmp_path)
    child._process.kill()
    child._process.wait()
    assert run(child, "who", tmp_path).how is How.DONE


@pytest.mark.parametrize(
    ("handler", "words"),
    [("unspeakable", "cannot be kept"), ("no_such_thing", "no_such_thing")],
)
def test_what_cannot_be_run_or_kept_is_told_in_words(handler, words, child, tmp_path):
    ending = run(child, handler, tmp_path)
    assert ending.how is How.FAILED
    assert words in ending.said["message"]


@pytest.mark.parametrize(("told", "first"), [(True, [0.0]), (False, [])])
def test_progress_is_heard_and_the_beginning_where_it_is_asked_for(told, first, child, tmp_path):
    heard = []
    child.run(
        {
            "handler": f"{HANDLERS}:slowly@1",
            "params": {},
            "inputs": {},
            "results": {},
            "scratch": str(tmp_path),
            "tell_begun": told,
        },
        timeout=30,
        watch=lambda: Order.GO_ON,
        progress=heard.append,
    )
    assert heard == [*first, 1.0]


def test_a_child_left_in_the_middle_of_a_step_is_not_found_there_by_the_next(child, tmp_path):
    def fail(share: float) -> None:
        raise ConnectionError("the database is away")

    work = {"handler": f"{HANDLERS}:slowly@1", "params": {}, "inputs": {}, "results": {}}
    with pytest.raises(ConnectionError):
        child.run(
            work | {"scratch": str(tmp_path)},
            timeout=30,
            watch=lambda: Order.GO_ON,
            progress=fail,
        )
    assert run(child, "who", tmp_path).said["result"]["django"] is False
