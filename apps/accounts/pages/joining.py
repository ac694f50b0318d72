"""Pages for those who are not in: joining, a lost password, links from e-mails."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts import attempts, passwords, profiles, registration
from apps.accounts.attempts import Gate
from apps.accounts.credentials import address_of
from apps.accounts.page_address import page_address
from skyy.api.errors import Code, Problem

from .forms import LostForm, RegisterForm, TwicePasswordForm, sent, told
from .sign_in import too_many

ASKING = Gate("asking", 10, window=900)
"""Forms anybody may send, by network address."""


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for a link to join."""
    try:
        registration.require_open()
    except Problem as problem:
        return _told(request, problem)

    def ask(said: dict[str, Any]) -> None:
        registration.ask_to_join(**said, page=page_address(request, "accounts:join"))

    return _asked(request, RegisterForm, ask, "accounts/register.html")


@never_cache
@require_http_methods(["GET", "POST"])
def lost_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password."""

    def ask(said: dict[str, Any]) -> None:
        passwords.ask_for_link(said["email"], page_address(request, "accounts:new_password"))

    return _asked(request, LostForm, ask, "accounts/lost_password.html")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The link to join: choose a password."""
    token = request.GET.get("token", "")
    try:
        context = {"email": registration.read_link(token)}
    except Problem as problem:
        return _told(request, problem)
    return _password_chosen(request, token, registration.join, "accounts/join.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """The link to a new password."""
    token = request.GET.get("token", "")
    try:
        context = {"username": passwords.read_link(token).username}
    except Problem as problem:
        return _told(request, problem)
    return _password_chosen(request, token, passwords.reset, "accounts/new_password.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new_address(request: HttpRequest) -> HttpResponse:
    """The link to a new e-mail address; opening it alone changes nothing, for scanners open it."""
    token = request.GET.get("token", "")
    try:
        if request.method == "POST":
            profiles.take_address(token)
            messages.success(request, _("Your new e-mail address is in place."))
            return redirect("accounts:profile")
        user, email = profiles.read_link(token)
    except Problem as problem:
        return _told(request, problem)
    context = {"email": email, "username": user.username}
    return render(request, "accounts/new_address.html", context)


def _asked(
    request: HttpRequest,
    form_class: type[forms.Form],
    ask: Callable[[dict[str, Any]], None],
    template: str,
) -> HttpResponse:
    """Show a form; whatever was asked, the answer is the same page."""
    form, status, done = form_class(sent(request)), 200, False
    if request.method == "POST" and form.is_valid():
        try:
            attempts.count(ASKING, address_of(request))
            ask(form.cleaned_data)
            done = True
        except Problem as problem:
            if problem.code is Code.THROTTLED:
                return too_many(request, problem)
            status = told(form, problem)
    elif form.errors:
        status = 422
    return render(request, template, {"form": form, "sent": done}, status=status)


def _password_chosen(
    request: HttpRequest,
    token: str,
    choose: Callable[[str, str], object],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    form = TwicePasswordForm(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            choose(token, form.cleaned_data["password"])
        except Problem as problem:
            if problem.code is Code.LINK_INVALID:
                return _told(request, problem)
            status = told(form, problem)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("accounts:sign_in")
    elif form.errors:
        status = 422
    return render(request, template, {"form": form} | context, status=status)


def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    return render(request, "accounts/told.html", {"problem": problem}, status=problem.status)
