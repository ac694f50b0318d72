"""Asks the role table for API views."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.models import ApiKey, User
from apps.accounts.permissions import Action, may
from skyy.api.errors import Code, Problem

if TYPE_CHECKING:
    # The views module itself reads the settings that name this class.
    from rest_framework.views import APIView


class RolePermission(BasePermission):
    """A view names ``actions = {"list": Action.READ, …}``; what it does not name, nobody may do.

    The key is the viewset's action, or the method in lower case for plain views.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        named: dict[str, Action] = getattr(view, "actions", {})
        method = (request.method or "").lower()
        if method == "options":
            return may(request.user, Action.READ)
        if method == "head":
            method = "get"
        known: Any = getattr(view, "action", None) or method
        action = named.get(known, named.get(method))
        # An unknown method is answered with 405 by the view itself.
        if action is None:
            return getattr(view, "action", None) is None and not hasattr(view, method)
        if may(request.user, action):
            return _within_scopes(request, action)
        if isinstance(request.user, User) and request.user.lacks_second_factor:
            words = _("Your role needs a second factor. Set one up on your page: /profile/.")
            raise Problem(Code.AUTH_SECOND_FACTOR_MISSING, words)
        return False


def _within_scopes(request: Request, action: Action) -> bool:
    if isinstance(request.auth, ApiKey) and action.value not in request.auth.scopes:
        words = _("This API key was not made for that. It needs the scope “%(scope)s”.")
        raise Problem(Code.API_KEY_SCOPE, words % {"scope": action.value})
    return True
