"""Hold, settle, release: the only writers of the ledger and of a budget's sums.

Each takes the budget's row lock first, so call them last in a transaction: job, step, budget is
the order in which rows are locked. Each call of a provider is held once and ended once; asking
again changes nothing. Amounts are integers of 10⁻⁹ units of the call's currency.
"""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.jobs.models import Budget, EntryKind, LedgerEntry, ProviderCall
from skyy.api.errors import Code, Problem
from skyy.money import from_nano

ENDS = (EntryKind.SETTLE, EntryKind.RELEASE)


def hold(call: ProviderCall, budget: Budget, amount: int) -> None:
    """Set ``amount`` aside for a call that is about to be made.

    Raises:
        Problem: ``budget.exhausted`` when it does not fit under the limit; nothing is written.
        ValueError: a negative amount, or another currency than the budget's.
    """
    _checked(amount)
    if call.currency != budget.currency:
        raise ValueError(f"a call in {call.currency} cannot draw on a budget in {budget.currency}")
    with transaction.atomic():
        locked = Budget.objects.select_for_update().get(pk=budget.pk)
        if _entries(call).filter(kind=EntryKind.HOLD).exists():
            return
        used = locked.held_nano + locked.spent_nano
        if locked.limit_nano is not None and used + amount > locked.limit_nano:
            raise _exhausted(locked, amount)
        _enter(call, locked, EntryKind.HOLD, amount, None)
        Budget.objects.filter(pk=locked.pk).update(held_nano=F("held_nano") + amount)


def settle(call: ProviderCall, charged: int, *, by: User | None = None) -> bool:
    """Put what the provider charged in place of the hold; return whether this call did so.

    The charge is the truth, also where it is more than was held or than the limit allows.
    """
    _checked(charged)
    return _end(call, EntryKind.SETTLE, charged, by)


def release(call: ProviderCall, *, by: User | None = None) -> bool:
    """Give back what was held for a call that cost nothing; return whether this call did so."""
    return _end(call, EntryKind.RELEASE, None, by)


def conclude(call: ProviderCall, charged: int, *, by: User | None = None) -> bool:
    """Settle what was charged, or release the hold where that is nothing."""
    return settle(call, charged, by=by) if charged else release(call, by=by)


def held_for(call: ProviderCall) -> int:
    """What is held for a call now: 0 where nothing was, or where it ended."""
    entries = dict(_entries(call).values_list("kind", "amount_nano"))
    return 0 if any(kind in entries for kind in ENDS) else entries.get(EntryKind.HOLD, 0)


def _end(call: ProviderCall, kind: EntryKind, amount: int | None, by: User | None) -> bool:
    with transaction.atomic():
        held = _entries(call).filter(kind=EntryKind.HOLD).first()
        if held is None:
            raise ValueError(f"nothing was held for the call {call.pk}")
        budget = Budget.objects.select_for_update().get(pk=held.budget_id)
        if _entries(call).filter(kind__in=ENDS).exists():
            return False
        given = held.amount_nano if amount is None else amount
        _enter(call, budget, kind, given, by)
        spent = given if kind == EntryKind.SETTLE else 0
        Budget.objects.filter(pk=budget.pk).update(
            held_nano=F("held_nano") - held.amount_nano, spent_nano=F("spent_nano") + spent
        )
    return True


def _enter(
    call: ProviderCall, budget: Budget, kind: EntryKind, amount: int, by: User | None
) -> None:
    LedgerEntry.objects.create(
        budget=budget, call=call, kind=kind, amount_nano=amount, currency=budget.currency, by=by
    )


def _entries(call: ProviderCall) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(call=call)


def _checked(amount: int) -> None:
    if amount < 0:
        raise ValueError(f"{amount} is less than nothing")


def _exhausted(budget: Budget, amount: int) -> Problem:
    left = from_nano(max(0, (budget.limit_nano or 0) - budget.held_nano - budget.spent_nano))
    words = _(
        "The budget “%(budget)s” has %(left)s %(currency)s left and this needs %(amount)s. "
        "Nothing was spent. Raise its limit, then try again."
    ) % {
        "budget": budget.name,
        "left": f"{left.normalize():f}",
        "currency": budget.currency,
        "amount": f"{from_nano(amount).normalize():f}",
    }
    return Problem(Code.BUDGET_EXHAUSTED, words)
