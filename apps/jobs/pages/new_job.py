"""New job: choose, see what it would do, start."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.making import picking
from apps.jobs.making.dry_run import dry_run
from apps.jobs.making.offer import offers
from apps.jobs.making.options import profiles, qualities, targets, upscalers
from apps.jobs.making.start import start
from apps.jobs.models import Job, Priority
from apps.jobs.providers.base import MODEL_3D
from apps.jobs.providers.registry import providers_for
from skyy.api.errors import Problem
from skyy.identifiers import new_id

from .identifiers import uuids
from .new_job_form import BY_SKU, CHOSEN, COLLECTION, NewJobForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CREATE_JOBS)
def new_job(request: HttpRequest) -> HttpResponseBase:
    """GET shows the choices, with ``plan`` also the dry run; POST starts."""
    user = signed_in(request)
    if request.method == "POST":
        form = NewJobForm(user, request.POST)
        job = _started(form, user)
        if job is None:
            return _page(request, user, request.POST, form, asked=True)
        messages.success(request, _("Started. You can leave this page; the work goes on."))
        return redirect("jobs:job", job.pk)
    chosen = _completed(request.GET, user)
    return _page(request, user, chosen, NewJobForm(user, chosen), asked="plan" in request.GET)


def _started(form: NewJobForm, user: User) -> Job | None:
    if not form.is_valid():
        return None
    try:
        return start(
            user,
            form.cleaned_data["kind"],
            form.params,
            form.sources,
            priority=Priority(form.cleaned_data["priority"]),
            # A second click on the same plan finds the first one's job.
            idempotency_key=str(form.cleaned_data["key"] or new_id()),
        )
    except Problem as problem:
        form.add_error(None, problem.message)
        return None


def _page(
    request: HttpRequest, user: User, chosen: QueryDict, form: NewJobForm, *, asked: bool
) -> HttpResponseBase:
    plan = _plan(form, user) if asked else None
    ticked = uuids(chosen.getlist("asset"))
    context = {
        "form": form,
        "chosen": chosen,
        "ticked": [str(pk) for pk in ticked],
        "asked": asked,
        "plan": plan,
        "key": new_id(),
        "search": chosen.get("q", ""),
        "kinds": offers(),
        "profiles": profiles(),
        "upscalers": upscalers(),
        "qualities": qualities(),
        "targets": targets(),
        "providers": providers_for(MODEL_3D),
        "priorities": Priority.choices,
        "pickable": picking.pickable(user, search=chosen.get("q", ""), ticked=ticked),
        "collections": picking.collections(user),
    }
    template = "jobs/parts/plan.html" if request.headers.get("HX-Request") else "jobs/new_job.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _plan(form: NewJobForm, user: User) -> Any:
    if not form.is_valid():
        return None
    try:
        return dry_run(user, form.cleaned_data["kind"], form.params, form.sources)
    except Problem as problem:
        form.add_error(None, problem.message)
        return None


def _completed(given: QueryDict, user: User) -> QueryDict:
    """What was chosen so far, completed with what most people want."""
    chosen = given.copy()
    variants = uuids(given.getlist("variant"))
    if variants and not chosen.get("sku"):
        chosen["sku"] = ", ".join(picking.skus(user, variants))
    usual = {"kind": offers()[0].kind, "profile": "full", "upscaler": "lanczos"}
    usual |= {"quality": "standard", "target": "mobile_ar", "fidelity_target": "98"}
    usual["priority"] = str(Priority.NORMAL.value)
    usual["origin"] = CHOSEN
    if not chosen.getlist("asset"):
        if chosen.get("sku"):
            usual["origin"] = BY_SKU
        elif chosen.get("collection"):
            usual["origin"] = COLLECTION
    for name, value in usual.items():
        chosen.setdefault(name, value)
    return chosen
