"""Time in which nobody could have worked is counted once, and no more than there was."""

from hypothesis import given
from hypothesis import strategies as st

from .spans import both, covered

SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: (min(ends), max(ends)))
SPANS = st.lists(SPAN, max_size=6)


def seconds(spans) -> set[int]:
    return {second for begin, end in spans for second in range(begin, end)}


@given(SPANS, SPAN)
def test_covered_counts_every_second_within_once(spans, within):
    assert covered(spans, within) == len(seconds(spans) & seconds([within]))


@given(SPANS, SPANS)
def test_both_is_when_either_was_so(one, other):
    assert seconds(both(one, other)) == seconds(one) & seconds(other)
