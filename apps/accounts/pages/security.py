"""Password, second factor and recovery codes."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import devices, passwords, second_factor
from apps.accounts.credentials import confirm_password
from apps.accounts.models import User
from skyy.api.errors import Problem

from .access import signed_in
from .forms import ChangePasswordForm, CodeForm, ConfirmPasswordForm, ProofForm, sent, told
from .recent import is_recent, now_confirmed


@require_safe
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """How well one's account is kept."""
    user = signed_in(request)
    context = {
        "section": "security",
        "person": user,
        "needed": settings.STAFF_SECOND_FACTOR and user.is_staff,
        "codes_left": second_factor.recovery_codes_left(user),
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; other sessions and tokens end with it."""
    user = signed_in(request)
    form, status = ChangePasswordForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            passwords.change(
                user, said["old_password"], said["password"], keep=devices.this_device(request)
            )
        except Problem as problem:
            status = told(form, problem)
        else:
            devices.keep_session(request, user)
            messages.success(
                request, _("Your password is changed. Other devices must sign in again.")
            )
            return redirect("accounts:security")
    elif form.errors:
        status = 422
    context = {"form": form, "section": "security"}
    return render(request, "accounts/password.html", context, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def second_factor_on(request: HttpRequest) -> HttpResponse:
    """Scan, type the first code, keep the recovery codes. The password first, unless just given."""
    user = signed_in(request)
    if user.second_factor_at is not None:
        return redirect("accounts:security")
    if not is_recent(request):
        return _ask_password(request, user)
    form, status = CodeForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.confirm(user, form.cleaned_data["code"])
        except Problem as problem:
            status = told(form, problem)
        else:
            return _codes(request, codes)
    context = {
        "form": form,
        "section": "security",
        "enrolment": second_factor.begin(user),
        "needed": user.lacks_second_factor,
    }
    return render(request, "accounts/second_factor.html", context, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Turn it off, with password and code."""

    def off(user: User) -> HttpResponse:
        second_factor.turn_off(user)
        messages.success(request, _("The second factor is off."))
        return redirect("accounts:security")

    return _proven(request, off, "accounts/second_factor_off.html")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, with password and code."""

    def renew(user: User) -> HttpResponse:
        return _codes(request, second_factor.new_recovery_codes(user))

    return _proven(request, renew, "accounts/recovery_codes_new.html")


def _proven(
    request: HttpRequest, work: Callable[[User], HttpResponse], template: str
) -> HttpResponse:
    user = signed_in(request)
    if user.second_factor_at is None:
        return redirect("accounts:security")
    form, status = ProofForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            confirm_password(user, form.cleaned_data["password"])
            second_factor.check(user, form.cleaned_data["code"])
            return work(user)
        except Problem as problem:
            status = told(form, problem)
    elif form.errors:
        status = 422
    return render(request, template, {"form": form, "section": "security"}, status=status)


def _ask_password(request: HttpRequest, user: User) -> HttpResponse:
    form, status = ConfirmPasswordForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            confirm_password(user, form.cleaned_data["password"])
        except Problem as problem:
            status = told(form, problem)
        else:
            now_confirmed(request)
            return redirect("accounts:second_factor")
    context = {"form": form, "section": "security"}
    return render(request, "accounts/confirm_password.html", context, status=status)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    # Shown by the answer itself: they are written down nowhere.
    context = {"codes": codes, "section": "security"}
    return render(request, "accounts/recovery_codes.html", context)
