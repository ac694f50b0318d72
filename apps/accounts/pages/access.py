"""The doors' lock for pages: signed in, and a role that may do it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from apps.accounts.models import User
from apps.accounts.permissions import Action, may

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def requires(action: Action) -> Callable[[Page[P]], Page[P]]:
    """Decorate a page: strangers are sent to sign in, others without the role get a 403."""

    def decorate(page: Page[P]) -> Page[P]:
        @login_required
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, action):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in(request: HttpRequest) -> User:
    """The user of a guarded page, typed."""
    assert isinstance(request.user, User)
    return request.user
