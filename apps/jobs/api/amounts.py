"""Amounts of money as clients send and get them."""

from typing import Any

from rest_framework import serializers


class AmountField(serializers.DecimalField):
    """From 0 to 9,000,000,000 with at most nine digits after the point, as a string or a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_digits=19, decimal_places=9, min_value=0, max_value=9_000_000_000, **options
        )


class PlainAmount(serializers.CharField):
    """An amount as a string without an exponent: nothing is rounded on the way."""

    def to_representation(self, value: Any) -> str:
        """``Decimal("4E-2")`` is ``"0.04"``."""
        return f"{value:f}"
