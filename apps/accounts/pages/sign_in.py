"""Signing in and out."""

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.attempts import WINDOW_SECONDS, count_attempt, forget_attempts
from skyy.api.errors import Problem


class SignInForm(AuthenticationForm):
    """Name and password; a wrong one of either is answered with the same words."""

    error_messages = {
        "invalid_login": _("This name and password do not belong together. Capitals count."),
        "inactive": _("This name and password do not belong together. Capitals count."),
    }


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class SignIn(views.LoginView):
    """``?next=`` is followed within this site only."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        username, address = self._who()
        try:
            count_attempt(username, address)
        except Problem as problem:
            response = render(
                request,
                "accounts/too_many_attempts.html",
                {"problem": problem},
                status=problem.status,
            )
            response.headers["Retry-After"] = str(WINDOW_SECONDS)
            return response
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        forget_attempts(*self._who())
        return super().form_valid(form)

    def _who(self) -> tuple[str, str]:
        return self.request.POST.get("username", ""), self.request.META.get("REMOTE_ADDR", "")


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session (POST), then show the sign-in page."""
    return views.LogoutView.as_view()(request)
