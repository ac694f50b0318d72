"""Money in rows is an integer of 10⁻⁹ currency units; at the edges it is ``Decimal``.

SQLite has no exact decimal type, so a ``DecimalField`` there would round; integers do not.
"""

from decimal import Decimal

NANO = 1_000_000_000


def to_nano(amount: Decimal) -> int:
    """Return ``amount`` (currency units) in 10⁻⁹ units.

    Raises:
        ValueError: the amount is not finite or finer than 10⁻⁹ units.
    """
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount of money")
    scaled = amount * NANO
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is finer than a billionth of a unit")
    return int(scaled)


def from_nano(amount: int) -> Decimal:
    """Return an amount of 10⁻⁹ units in currency units."""
    return Decimal(amount) / NANO
