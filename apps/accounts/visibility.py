"""How every ``visible_to(user)`` begins: who sees which team's rows."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from .models import User

NOTHING = Q(pk__in=[])


def within_team(user: User | AnonymousUser, path: str = "team") -> Q:
    """Return the condition for rows of the user's team.

    Args:
        user: whoever asks; a stranger or a deactivated user sees nothing, an Owner everything.
        path: lookup from the row to its team, such as ``"product__team"``.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    if user.sees_all_teams:
        return Q()
    return Q(**{path: user.team_id})
