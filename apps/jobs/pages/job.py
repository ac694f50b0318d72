"""One job: its steps as a graph, what happened, what went in and came out."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.callbacks.log import deliveries_of
from apps.jobs.costs.of_job import costs_of
from apps.jobs.models import Job
from apps.jobs.monitor.bands import bands
from apps.jobs.monitor.controls import offered
from apps.jobs.monitor.graph import graph
from apps.jobs.monitor.history import history
from apps.jobs.monitor.lineage import ancestors, descendants
from apps.jobs.monitor.listing import visible_jobs
from apps.jobs.monitor.pictures import results
from apps.jobs.monitor.tiles import name, with_pictures


@require_safe
@requires(Action.CREATE_JOBS)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The page; asked by htmx, only the part that changes."""
    user = signed_in(request)
    found = get_object_or_404(with_pictures(_jobs(user)), pk=job_id)
    context = {
        "job": found,
        "name": name(found),
        "moves": offered(found, user),
        "history": history(found),
        "callbacks": deliveries_of(found),
        "costs": costs_of(found),
        "ancestors": ancestors(found, user),
        "descendants": descendants(found, user),
        **(_batch(found, user) if found.is_batch else _single(found)),
    }
    template = "jobs/parts/job_body.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, context)


def _jobs(user: User) -> Any:
    return visible_jobs(user).select_related("batch", "campaign")


def _single(found: Job) -> dict[str, Any]:
    return {
        "graph": graph(list(found.steps.order_by("ordinal"))),
        "results": results(found),
        "review": getattr(found, "review", None),
    }


def _batch(found: Job, user: User) -> dict[str, Any]:
    (band,) = bands([found], user)
    return {"band": band}
