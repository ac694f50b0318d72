"""Money: budgets, and every hold, settlement and release in one append-only ledger."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from apps.catalog.models import Campaign
from skyy.identifiers import new_id

from .provider_call import ProviderCall


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Budgets."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


class Budget(models.Model):
    """What may be spent: of a campaign, or of the team where ``campaign`` is null.

    ``held_nano`` and ``spent_nano`` are sums of the ledger, changed under this row's lock with
    every entry. ``limit_nano`` null: no limit. Amounts are in 10⁻⁹ units of ``currency``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="budgets")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="budgets"
    )
    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    limit_nano = models.BigIntegerField(_("limit in 10⁻⁹ units"), null=True, blank=True)
    held_nano = models.BigIntegerField(_("held in 10⁻⁹ units"), default=0)
    spent_nano = models.BigIntegerField(_("spent in 10⁻⁹ units"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "currency"],
                condition=models.Q(campaign__isnull=False),
                name="jobs_budget_of_campaign",
            ),
            models.UniqueConstraint(
                fields=["team", "currency"],
                condition=models.Q(campaign__isnull=True),
                name="jobs_budget_of_team",
            ),
            models.CheckConstraint(
                condition=models.Q(held_nano__gte=0) & models.Q(spent_nano__gte=0),
                name="jobs_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EntryKind(models.TextChoices):
    """A call has one hold, and then either a settlement or a release."""

    HOLD = "hold", _("Held")
    SETTLE = "settle", _("Settled")
    RELEASE = "release", _("Released")


class LedgerEntry(models.Model):
    """Append-only. ``amount_nano`` is what was held, what was charged, or what was given back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="entries")
    call = models.ForeignKey(ProviderCall, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind.choices)
    amount_nano = models.BigIntegerField(_("amount in 10⁻⁹ units"))
    currency = models.CharField(_("currency"), max_length=3)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="jobs_ledger_kind_once"),
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(kind__in=["settle", "release"]),
                name="jobs_ledger_ends_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_nano__gte=0), name="jobs_ledger_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_nano} {self.currency}"
