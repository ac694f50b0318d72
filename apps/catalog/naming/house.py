"""A team's templates."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import Team
from apps.catalog.models import Naming
from skyy.api.errors import Code, Problem

from .templates import check_read, check_write

MOST = 12


def naming_of(team: Team) -> Naming:
    """What the team says, or what the studio says where it says nothing (unsaved)."""
    return Naming.objects.filter(team=team).first() or Naming(team=team)


def set_naming(team: Team, *, reads: Sequence[str], writes: str) -> Naming:
    """Write a team's templates.

    Raises:
        Problem: ``request.invalid`` for one that is none, and for no or too many of them.
    """
    if not 0 < len(reads) <= MOST:
        words = _("1 to %(most)d templates.") % {"most": MOST}
        raise Problem(Code.REQUEST_INVALID, words, fields={"reads": [words]})
    kept = list(dict.fromkeys(_named("reads", check_read, template) for template in reads))
    writes = _named("writes", check_write, writes)
    before = naming_of(team)
    naming, _made = Naming.objects.update_or_create(
        team=team, defaults={"reads": kept, "writes": writes}
    )
    audit(
        Happening.SETTING_CHANGED,
        about=naming,
        name="naming",
        team=team,
        before={"reads": before.reads, "writes": before.writes},
        after={"reads": kept, "writes": writes},
    )
    return naming


def _named(field: str, check: Callable[[str], str], template: str) -> str:
    try:
        return check(template)
    except Problem as problem:
        raise Problem(problem.code, problem.message, fields={field: [problem.message]}) from problem
