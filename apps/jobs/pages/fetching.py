"""Files from addresses: asking for one, and how far those asked for are."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action
from apps.assets.models import Asset, Collection
from apps.assets.pages.roles import role_choices
from apps.jobs.making.fetching import AT_ONCE, start_fetching
from apps.jobs.models import Job, JobStatus
from apps.jobs.monitor.controls import offered
from apps.jobs.monitor.listing import visible_jobs
from apps.jobs.monitor.states import ACTIVE
from apps.jobs.pipelines.fetch import MOST_BYTES, SECONDS
from skyy.api.errors import Problem
from skyy.identifiers import new_id

SHOWN = 20
"""Of those asked for, the newest."""


class FetchForm(forms.Form):
    """The address of one file, and what it is to be."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={"placeholder": "https://", "inputmode": "url", "autocomplete": "off"}
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Made from the file's own where it is empty."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    collection = forms.ModelChoiceField(
        label=gettext_lazy("Collection"), queryset=Collection.objects.none(), required=False
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        role: Any = self.fields["role"]
        role.choices = role_choices()
        collection: Any = self.fields["collection"]
        collection.queryset = Collection.objects.visible_to(user)
        collection.empty_label = _("None")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.UPLOAD)
def fetching(request: HttpRequest) -> HttpResponse:
    """The form and those asked for; asked by htmx, only these."""
    user = signed_in(request)
    if request.method != "POST":
        return _page(request, user, FetchForm(user))
    form = FetchForm(user, request.POST)
    if form.is_valid():
        try:
            # A second click on the same form finds the first one's job.
            key = request.POST.get("key", "")[:64] or str(new_id())
            start_fetching(user, **form.cleaned_data, idempotency_key=f"page:{key}")
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Asked for. You can leave this page; it comes."))
            return redirect("jobs:fetching")
    return _page(request, user, form)


def _page(request: HttpRequest, user: User, form: FetchForm) -> HttpResponse:
    context = {
        "form": form,
        "rows": _rows(user),
        "key": new_id(),
        "at_once": AT_ONCE,
        "most": MOST_BYTES // 1_000_000,
        "seconds": int(SECONDS),
    }
    inside = request.headers.get("HX-Request")
    template = "jobs/parts/fetches.html" if inside else "jobs/fetching.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _rows(user: User) -> list[dict[str, Any]]:
    jobs = list(visible_jobs(user).filter(kind="fetch").order_by("-created_at", "-id")[:SHOWN])
    # The asset has the id of the job that made it.
    assets = Asset.objects.visible_to(user).in_bulk([job.pk for job in jobs])
    return [_row(job, assets.get(job.pk), user) for job in jobs]


def _row(job: Job, asset: Asset | None, user: User) -> dict[str, Any]:
    address = urlsplit(str(job.params.get("url", "")))
    return {
        "job": job,
        "name": job.title or job.params.get("filename", ""),
        # Without its query, which may be a secret.
        "from": f"{address.netloc}{address.path}",
        "asset": asset,
        "busy": job.status in ACTIVE,
        "gone": asset is None and job.status == JobStatus.COMPLETED,
        "moves": offered(job, user),
    }
