"""Signing in, with a code where there is a second factor, and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import attempts, devices, second_factor
from apps.accounts.credentials import (
    LONGEST,
    address_of,
    count_sign_in,
    name_for,
    note_failure,
)
from apps.accounts.models import User
from skyy.api.errors import Code, Problem

from .forms import CodeForm, sent, told
from .recent import now_confirmed

WAITING = "waits_for_code"
WAITS_SECONDS = 300
"""How long a password stays given while its code is looked up."""


class SignInForm(AuthenticationForm):
    """Name or e-mail address, and password; a wrong one of any is answered with the same words."""

    error_messages = {
        "invalid_login": _("This name and password do not belong together. Capitals count."),
        "inactive": _("This name and password do not belong together. Capitals count."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["username"]
        field.label = _("Name or e-mail address")
        field.widget.attrs["maxlength"] = LONGEST

    def clean_username(self) -> str:
        """The name that is meant."""
        return name_for(self.cleaned_data["username"])


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class SignIn(views.LoginView):
    """``?next=`` is followed within this site only."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"registration": lambda: settings.REGISTRATION}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count_sign_in(*self._who())
        except Problem as problem:
            return too_many(request, problem)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)
        attempts.sign_in_succeeded(*self._who())
        if user.second_factor_at is None:
            return let_in(self.request, user, self.get_success_url())
        self.request.session[WAITING] = {
            "user": str(user.pk),
            "stamp": user.get_session_auth_hash(),
            "at": attempts.now(),
            "next": self.get_success_url(),
        }
        return redirect("accounts:code")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        note_failure(self._who()[0])
        return super().form_invalid(form)

    def _who(self) -> tuple[str, str]:
        return self.request.POST.get("username", ""), address_of(self.request)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second half of signing in."""
    user = _who_waits(request)
    if user is None:
        return redirect("accounts:sign_in")
    form, status = CodeForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.check(user, form.cleaned_data["code"])
        except Problem as problem:
            if problem.code is Code.THROTTLED:
                return too_many(request, problem)
            status = told(form, problem)
        else:
            return let_in(request, user, request.session.pop(WAITING)["next"])
    return render(request, "accounts/code.html", {"form": form}, status=status)


def let_in(request: HttpRequest, user: User, wanted: str) -> HttpResponseRedirect:
    """Begin the session; staff who owe a second factor are led to it first."""
    devices.begin_session(request, user)
    now_confirmed(request)
    if user.lacks_second_factor:
        return redirect("accounts:second_factor")
    return HttpResponseRedirect(wanted)


def too_many(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Say how long to wait."""
    answer = render(
        request, "accounts/too_many_attempts.html", {"problem": problem}, status=problem.status
    )
    answer.headers["Retry-After"] = str(problem.retry_after or 1)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, then show the sign-in page."""
    devices.end_session(request)
    return redirect("accounts:sign_in")


def _who_waits(request: HttpRequest) -> User | None:
    waiting = request.session.get(WAITING)
    if not waiting or attempts.now() - waiting["at"] > WAITS_SECONDS:
        request.session.pop(WAITING, None)
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    # A password that was changed meanwhile was not given.
    if user is None or not constant_time_compare(waiting["stamp"], user.get_session_auth_hash()):
        return None
    return user
