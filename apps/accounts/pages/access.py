"""The doors' lock for pages: signed in, and a role that may do it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from apps.accounts.api.authentication import ApiKeyAuthentication, TokenAuthentication
from apps.accounts.models import ApiKey, User
from apps.accounts.permissions import Action, may
from skyy.api.envelope import meta
from skyy.api.errors import Code, Problem

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def requires(action: Action) -> Callable[[Page[P]], Page[P]]:
    """Decorate a page: strangers are sent to sign in, others without the role get a 403.

    Our own script is told in the envelope instead: it would follow the way to the sign-in page
    and take that for the answer to what it sent.
    """

    def decorate(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            by_script = _is_by_script(request)
            if not request.user.is_authenticated:
                if not by_script:
                    return redirect_to_login(request.get_full_path())
                words = _(
                    "You have been signed out. Open the sign-in page in a new tab, then try again."
                )
                return _told(request, Problem(Code.AUTH_REQUIRED, words))
            if not may(request.user, action):
                if signed_in(request).lacks_second_factor and not by_script:
                    return redirect("accounts:second_factor")
                if not by_script:
                    raise PermissionDenied
                words = _("Your role does not allow this. Nothing was changed.")
                return _told(request, Problem(Code.PERMISSION_DENIED, words))
            return page(request, *args, **kwargs)

        return guarded

    return decorate


def opens_to_tokens(page: Page[P]) -> Page[P]:
    """Decorate a page that only reads: the API's tokens and keys open it as they open the API.

    The API names addresses of files; who asked with a token has to be able to follow them.
    """

    @wraps(page)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            found = _by_header(Request(request))
        except AuthenticationFailed:
            return _told(request, Problem(Code.AUTH_INVALID, _("This token does not hold.")))
        if found is None:
            return page(request, *args, **kwargs)
        user, credentials = found
        if isinstance(credentials, ApiKey) and Action.READ.value not in credentials.scopes:
            words = _("This API key was not made for that. It needs the scope “%(scope)s”.")
            return _told(request, Problem(Code.API_KEY_SCOPE, words % {"scope": Action.READ.value}))
        if isinstance(user, User):
            request.user = user
        return page(request, *args, **kwargs)

    return opened


def _by_header(request: Request) -> tuple[Any, Any] | None:
    return TokenAuthentication().authenticate(request) or ApiKeyAuthentication().authenticate(
        request
    )


def _told(request: HttpRequest, problem: Problem) -> JsonResponse:
    body = {"data": None, "error": problem.as_error(), "meta": meta(request)}
    return JsonResponse(body, status=problem.status)


def _is_by_script(request: HttpRequest) -> bool:
    wanted = request.headers.get("Accept", "")
    return "application/json" in wanted or "HX-Request" in request.headers


def signed_in(request: HttpRequest) -> User:
    """The user of a guarded page, typed."""
    assert isinstance(request.user, User)
    return request.user
