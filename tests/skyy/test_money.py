from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skyy.money import from_nano, to_nano

amounts = st.decimals(
    min_value=-(10**9), max_value=10**9, places=9, allow_nan=False, allow_infinity=False
)


@given(amounts)
def test_an_amount_survives_the_way_into_the_row_and_back(amount: Decimal) -> None:
    assert from_nano(to_nano(amount)) == amount


@given(amounts, amounts)
def test_sums_of_rows_are_sums_of_amounts(first: Decimal, second: Decimal) -> None:
    assert from_nano(to_nano(first) + to_nano(second)) == first + second


@pytest.mark.parametrize("amount", ["0.0000000001", "NaN", "Infinity"])
def test_what_a_row_cannot_hold_exactly_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"unit|amount"):
        to_nano(Decimal(amount))
