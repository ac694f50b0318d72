"""Whether the sums of the budgets are what the ledger says."""

from django.db.models import Exists, OuterRef, Sum

from apps.jobs.models import Budget, EntryKind, LedgerEntry

from .ledger import ENDS


def mistaken() -> list[Budget]:
    """Return the budgets whose ``held_nano`` or ``spent_nano`` differs from their entries' sums."""
    return [budget for budget in Budget.objects.all() if _sums(budget) != _kept(budget)]


def _kept(budget: Budget) -> tuple[int, int]:
    return budget.held_nano, budget.spent_nano


def _sums(budget: Budget) -> tuple[int, int]:
    entries = LedgerEntry.objects.filter(budget=budget)
    ended = LedgerEntry.objects.filter(call=OuterRef("call"), kind__in=ENDS)
    held = entries.filter(~Exists(ended), kind=EntryKind.HOLD)
    spent = entries.filter(kind=EntryKind.SETTLE)
    total = Sum("amount_nano")
    return held.aggregate(n=total)["n"] or 0, spent.aggregate(n=total)["n"] or 0
