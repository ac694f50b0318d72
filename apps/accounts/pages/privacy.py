"""One's own data: a copy of it, and leaving the house. The same for others, for Owners."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.api.privacy import sent
from apps.accounts.credentials import confirm_password
from apps.accounts.models import PrivacyKind, PrivacyRequest, User
from apps.accounts.permissions import Action
from apps.accounts.privacy import requests
from skyy.api.errors import Code, Problem

from .access import requires, signed_in


class PrivacyForm(forms.Form):
    """What is asked for, and the password of whoever asks."""

    kind = forms.ChoiceField(choices=PrivacyKind.choices, widget=forms.HiddenInput)
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@requires(Action.READ)
def privacy(request: HttpRequest) -> HttpResponse:
    """Ask for one's own data or erasure, and fetch what is ready."""
    return _page(request, signed_in(request))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@requires(Action.ADMINISTER)
def privacy_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same for anybody of the house."""
    return _page(request, get_object_or_404(User, pk=pk))


@require_safe
@requires(Action.READ)
def privacy_archive(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The ZIP of a request that is done."""
    user = signed_in(request)
    found = get_object_or_404(PrivacyRequest.objects.visible_to(user), pk=pk)
    try:
        return sent(request, requests.fetch(found, user))
    except Problem as problem:
        if problem.code == Code.NOT_FOUND:
            raise Http404(problem.message) from problem
        messages.info(request, problem.message)
        return redirect("accounts:privacy")


def _page(request: HttpRequest, person: User) -> HttpResponse:
    user = signed_in(request)
    wrong: dict[str, str] = {}
    form = PrivacyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = PrivacyKind(form.cleaned_data["kind"])
        try:
            confirm_password(user, form.cleaned_data["password"])
            requests.ask(kind, person, user)
        except Problem as problem:
            wrong = {kind: problem.message}
        else:
            messages.success(request, _ASKED[kind])
            return redirect(request.path)
    elif request.method == "POST":
        wrong = {request.POST.get("kind", ""): _("Your password is needed for this.")}
    known = PrivacyRequest.objects.filter(person=person).defer("content")
    context = {
        "person": person,
        "own": person.pk == user.pk,
        "known": known.select_related("asked_by")[:20],
        "wrong_data": wrong.get(PrivacyKind.DATA),
        "wrong_erasure": wrong.get(PrivacyKind.ERASURE),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/privacy.html", context, status=status)


_ASKED = {
    PrivacyKind.DATA: gettext_lazy("The copy is being made. It can be fetched here in a moment."),
    PrivacyKind.ERASURE: gettext_lazy("The erasure is under way. It cannot be undone."),
}
