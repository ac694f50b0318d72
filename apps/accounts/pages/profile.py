"""One's own page: name, role, theme, password."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User

from .access import signed_in

if TYPE_CHECKING:
    _UserForm = forms.ModelForm[User]
else:  # not generic while it runs
    _UserForm = forms.ModelForm


class ProfileForm(_UserForm):
    """What a person may say of themself; never the role."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email"]


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name and address."""
    # A copy of one's own: a refused form must not change the name in the rail.
    person = User.objects.select_related("team").get(pk=signed_in(request).pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form, "person": person}, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; other sessions and tokens end with it."""
    form = PasswordChangeForm(signed_in(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed. Other devices must sign in again."))
        return redirect("accounts:profile")
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)
