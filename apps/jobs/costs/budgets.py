"""Which budget a job draws on, and what a Producer may change of one."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import changed
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import Team
from apps.catalog.models import Campaign
from apps.jobs.models import Budget, Job
from skyy.api.errors import Code, Problem
from skyy.money import from_nano, to_nano

MOST_NANO = 2**63 - 1
"""What a row can hold: nine thousand million units of currency."""

CURRENCY_LETTERS = 3


def budget_of(job: Job, currency: str) -> Budget:
    """Return the budget a job's calls are charged to.

    Its campaign's where that has one in this currency, else the team's, which is made without a
    limit when it is first needed: naming a campaign is no way around the team's limit.
    """
    if job.campaign_id is not None:
        found = Budget.objects.filter(campaign=job.campaign_id, currency=currency).first()
        if found is not None:
            return found
    return _of_team(job.team, currency)


def create_budget(
    *,
    team: Team,
    name: str,
    currency: str,
    limit: Decimal | None,
    campaign: Campaign | None = None,
) -> Budget:
    """Make a budget for a campaign, or for the team where ``campaign`` is None.

    Args:
        limit: in units of ``currency``; None for no limit.

    Raises:
        Problem: ``request.invalid`` with ``fields``; ``conflict`` when there is one already.
    """
    checked = _limit(limit)
    if len(currency) != CURRENCY_LETTERS or not (currency.isascii() and currency.isupper()):
        raise _invalid("currency", _("Three capital letters, such as USD."))
    try:
        with transaction.atomic():
            made = Budget.objects.create(
                team=team, campaign=campaign, name=name, currency=currency, limit_nano=checked
            )
            audit(Happening.BUDGET_MADE, about=made, name=name, after=_shown(made))
            return made
    except IntegrityError as error:
        words = _("There is a budget in this currency already. Change its limit instead.")
        raise Problem(Code.CONFLICT, words) from error


def change_budget(budget: Budget, *, name: str, limit: Decimal | None) -> Budget:
    """Rename a budget and set its limit; a limit below what is spent stops further spending.

    Raises:
        Problem: ``request.invalid`` with ``fields``.
    """
    checked = _limit(limit)
    with transaction.atomic():
        before = _shown(Budget.objects.select_for_update().get(pk=budget.pk))
        Budget.objects.filter(pk=budget.pk).update(name=name, limit_nano=checked)
        budget.refresh_from_db()
        was, now = changed(before, _shown(budget))
        audit(Happening.BUDGET_CHANGED, about=budget, name=name, before=was, after=now)
    return budget


def _shown(budget: Budget) -> dict[str, object]:
    limit = budget.limit_nano
    return {
        "name": budget.name,
        "limit": None if limit is None else from_nano(limit),
        "currency": budget.currency,
    }


def _of_team(team: Team, currency: str) -> Budget:
    made, _created = Budget.objects.get_or_create(
        team=team, campaign=None, currency=currency, defaults={"name": team.name[:120]}
    )
    return made


def _limit(limit: Decimal | None) -> int | None:
    if limit is None:
        return None
    try:
        nano = to_nano(limit)
    except ValueError as error:
        raise _invalid("limit", _("At most nine digits after the point.")) from error
    if not 0 <= nano <= MOST_NANO:
        raise _invalid("limit", _("From 0 to 9,000,000,000."))
    return nano


def _invalid(field: str, words: str) -> Problem:
    return Problem(Code.REQUEST_INVALID, words, fields={field: [words]})
