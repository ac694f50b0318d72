"""What every page knows: the sections this user may open."""

from typing import Any

from django.http import HttpRequest

from apps.accounts.permissions import Action, may

SECTIONS = {
    "today": Action.READ,
    "library": Action.READ,
    "products": Action.READ,
    "pipeline": Action.CREATE_JOBS,
    "review": Action.REVIEW,
    "costs": Action.EDIT_BUDGETS,
    "workers": Action.OPERATE,
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``nav_allowed`` (set of section names) and ``may`` (dict by action)."""
    user = getattr(request, "user", None)
    allowed = {name for name, action in SECTIONS.items() if may(user, action)}
    if user is not None and user.is_staff and not getattr(user, "lacks_second_factor", False):
        allowed.add("admin")
    return {"nav_allowed": allowed, "may": {action.value: may(user, action) for action in Action}}
