"""How the team names its files, with a place to try a name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action, may
from apps.catalog.naming.house import naming_of, set_naming
from apps.catalog.naming.reading import read_name
from apps.catalog.naming.templates import READABLE, WRITABLE
from skyy.api.errors import Problem


class NamingForm(forms.Form):
    """Templates, one a line."""

    reads = forms.CharField(
        label=gettext_lazy("Names of files that come in"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=2000,
        help_text=gettext_lazy("One template a line; the first that fits a product wins."),
    )
    writes = forms.CharField(
        label=gettext_lazy("Names of files that go out"),
        max_length=120,
        help_text=gettext_lazy("For downloads and exports."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ)
def naming(request: HttpRequest) -> HttpResponseBase:
    """Everybody may look and try; Producers may change."""
    user = signed_in(request)
    said = naming_of(user.team)
    form = NamingForm(initial={"reads": "\n".join(said.reads), "writes": said.writes})
    status = 200
    if request.method == "POST":
        if not may(user, Action.EDIT_COLLECTIONS):
            return _shown(request, form, {}, 403)
        form = NamingForm(request.POST)
        status = 422
        if form.is_valid():
            lines = [line.strip() for line in form.cleaned_data["reads"].splitlines()]
            given = {
                "reads": [line for line in lines if line],
                "writes": form.cleaned_data["writes"],
            }
            try:
                set_naming(user.team, **given)
            except Problem as problem:
                put_in_form(form, problem)
            else:
                messages.success(request, _("Saved."))
                return redirect("catalog:naming")
    tried = request.GET.get("try", "")[:255].replace("\0", "")
    context = {"tried": tried, "read": read_name(user.team.pk, tried) if tried else None}
    return _shown(request, form, context, status)


def _shown(
    request: HttpRequest, form: NamingForm, more: dict[str, Any], status: int
) -> HttpResponseBase:
    context = {"form": form, "readable": READABLE, "writable": WRITABLE} | more
    return render(request, "catalog/naming.html", context, status=status)
