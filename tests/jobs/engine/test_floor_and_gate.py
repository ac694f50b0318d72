"""Who works beside whom, and that no ring is lost at a full gate."""

import threading

from apps.jobs.engine.floor import Floor
from apps.jobs.engine.gate import Gate

DEADLINE = 10


def test_who_must_be_alone_waits_for_the_others_and_keeps_them_out():
    floor, order = Floor(), []
    entered, leave = threading.Event(), threading.Event()

    def beside():
        with floor.place(alone=False, waiting=lambda: True):
            entered.set()
            leave.wait(DEADLINE)
            order.append("beside")

    def alone():
        with floor.place(alone=True, waiting=lambda: True) as got:
            order.append(("alone", got))

    first = threading.Thread(target=beside)
    first.start()
    entered.wait(DEADLINE)
    second = threading.Thread(target=alone)
    second.start()
    with floor.place(alone=True, waiting=lambda: False) as got:
        assert not got
    leave.set()
    first.join(DEADLINE)
    second.join(DEADLINE)
    assert order == ["beside", ("alone", True)]


def test_while_one_waits_to_be_alone_nobody_else_comes_in():
    floor, asked = Floor(), []

    def while_it_waits():
        asked.append(floor.is_open())
        with floor.place(alone=False, waiting=lambda: False) as got:
            asked.append(got)
        return False

    with floor.place(alone=False, waiting=lambda: False):
        assert floor.is_open()
        with floor.place(alone=True, waiting=while_it_waits) as got:
            assert not got
        # It gave up: the floor is open again.
        assert floor.is_open()
    assert asked == [False, False]


def test_while_one_is_alone_the_floor_is_not_open():
    floor = Floor()
    with floor.place(alone=True, waiting=lambda: False):
        assert not floor.is_open()
    assert floor.is_open()


def test_nobody_waits_to_be_alone_after_somebody_who_is():
    floor, asked = Floor(), []
    with (
        floor.place(alone=True, waiting=lambda: False),
        floor.place(alone=True, waiting=lambda: bool(asked.append("waited"))) as got,
    ):
        assert not got
    assert asked == []
    assert floor.is_open()


def test_a_ring_at_a_full_gate_makes_somebody_inside_look_again():
    gate, looks = Gate(1), []

    def look():
        looks.append(len(looks))
        if len(looks) == 1:
            # It has looked already when the next ring comes.
            gate.work(lambda: looks.append("let in"))

    gate.work(look)
    assert looks == [0, 1]


def test_a_gate_is_free_again_after_an_error():
    gate, looks = Gate(1), []

    def fail():
        raise RuntimeError

    for task in (fail, lambda: looks.append(1)):
        try:
            gate.work(task)
        except RuntimeError:
            looks.append("failed")
    assert looks == ["failed", 1]
