"""Costs: what was spent and for whom, budgets, and the calls that wait for a person's word."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action
from apps.accounts.visibility import within_team
from apps.catalog.models import Campaign
from apps.jobs.costs import overview
from apps.jobs.costs.budgets import change_budget, create_budget
from apps.jobs.models import Budget, ProviderCall
from apps.jobs.providers.remote import deciding
from skyy.api.errors import Problem
from skyy.money import from_nano

DECISIONS: dict[str, tuple[Callable[[ProviderCall, User, Decimal | None], None], Any]] = {
    "send-again": (deciding.send_again, gettext_lazy("Sent again, with its price set aside anew.")),
    "write-off": (deciding.write_off, gettext_lazy("Written off. The job can be tried again.")),
}


class BudgetForm(forms.Form):
    """What may be changed of a budget."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    limit = forms.DecimalField(
        label=gettext_lazy("Limit"),
        required=False,
        min_value=0,
        max_value=9_000_000_000,
        decimal_places=9,
        help_text=gettext_lazy("Without one nothing is refused."),
    )


class NewBudgetForm(BudgetForm):
    """What a new budget is for."""

    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=gettext_lazy("Currency"),
        initial="USD",
        error_messages={"invalid": gettext_lazy("Three capital letters, such as USD.")},
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=gettext_lazy("Campaign"),
        required=False,
        empty_label=gettext_lazy("None: the team's own"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campaign.objects.visible_to(user)


class DecisionForm(forms.Form):
    """What the provider's bill says; empty where it cannot be seen."""

    charged = forms.DecimalField(
        required=False, min_value=0, max_value=9_000_000_000, decimal_places=9
    )


@require_safe
@requires(Action.EDIT_BUDGETS)
def costs(request: HttpRequest) -> HttpResponse:
    """The page: uncertain calls first, then budgets, then the month (``?month=2026-11``)."""
    user = signed_in(request)
    first = _month(request.GET.get("month", ""))
    last = first - timedelta(days=1)
    following = (first + timedelta(days=32)).replace(day=1)
    context = {
        "uncertain": [(call, from_nano(call.estimate_nano)) for call in overview.uncertain(user)],
        "budgets": [
            _shown(one) for one in Budget.objects.visible_to(user).select_related("campaign")
        ],
        "lines": overview.month_by_campaign(user, first),
        "month": first,
        "before": last.replace(day=1),
        "after": following if following <= timezone.localdate() else None,
    }
    return render(request, "costs/costs.html", context)


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_BUDGETS)
def budget_new(request: HttpRequest) -> HttpResponse:
    """A new budget."""
    user = signed_in(request)
    form = NewBudgetForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            create_budget(team=user.team, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Budget made."))
            return redirect("jobs:costs")
    return _form(request, form, _("New budget"))


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_BUDGETS)
def budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a budget."""
    changed = get_object_or_404(Budget.objects.visible_to(signed_in(request)), pk=pk)
    limit = None if changed.limit_nano is None else from_nano(changed.limit_nano).normalize()
    initial = {"name": changed.name, "limit": None if limit is None else f"{limit:f}"}
    form = BudgetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_budget(changed, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("jobs:costs")
    return _form(request, form, changed.name)


@require_POST
@requires(Action.EDIT_BUDGETS)
def decide_call(request: HttpRequest, pk: UUID, decision: str) -> HttpResponseBase:
    """Send an uncertain call again, or write it off."""
    if decision not in DECISIONS:
        raise Http404
    user = signed_in(request)
    call = get_object_or_404(ProviderCall.objects.filter(within_team(user)), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The amount charged is no amount. Nothing was changed."))
        return redirect("jobs:costs")
    decide, said = DECISIONS[decision]
    try:
        decide(call, user, form.cleaned_data["charged"])
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, said)
    return redirect("jobs:costs")


def _shown(one: Budget) -> dict[str, Any]:
    limit = None if one.limit_nano is None else from_nano(one.limit_nano)
    used = from_nano(one.held_nano + one.spent_nano)
    return {
        "budget": one,
        "limit": limit,
        "used": used,
        "held": from_nano(one.held_nano),
        "spent": from_nano(one.spent_nano),
        "left": None if limit is None else limit - used,
    }


def _month(given: str) -> date:
    try:
        return overview.month(given)
    except Problem:
        return overview.month("")


def _form(request: HttpRequest, form: forms.Form, heading: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "heading": heading}
    return render(request, "costs/budget_form.html", context, status=status)
