from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.models import Step
from apps.jobs.monitor.graph import graph


@st.composite
def plans(draw):
    """Steps in an order in which each comes after what it needs."""
    size = draw(st.integers(1, 12))
    return [
        Step(
            key=f"step{place}",
            ordinal=place,
            needs=draw(
                st.lists(st.sampled_from([f"step{n}" for n in range(place)]), unique=True)
                if place
                else st.just([])
            ),
        )
        for place in range(size)
    ]


@given(plans())
def test_every_step_has_a_cell_of_its_own_to_the_right_of_what_it_needs(steps):
    drawn = graph(steps)
    cells = {(node.column, node.row) for node in drawn.nodes}
    assert len(cells) == len(steps)
    column = {node.step.key: node.column for node in drawn.nodes}
    assert all(column[need] < column[step.key] for step in steps for need in step.needs)


@given(plans())
def test_every_need_is_a_line_and_nothing_leaves_the_drawing(steps):
    drawn = graph(steps)
    assert len(drawn.lines) == sum(len(step.needs) for step in steps)
    assert all(1 <= node.column <= drawn.columns for node in drawn.nodes)
    assert all(1 <= node.row <= drawn.rows for node in drawn.nodes)


def test_no_steps_make_an_empty_drawing():
    drawn = graph([])
    assert (drawn.columns, drawn.rows, drawn.lines) == (0, 0, [])
