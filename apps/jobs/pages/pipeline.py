"""The pipeline monitor: batches as bands of tiles."""

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.models import Job
from apps.jobs.monitor.bands import Band, bands, headings
from apps.jobs.monitor.listing import listed_jobs
from apps.jobs.monitor.states import STATES, State
from apps.jobs.monitor.tiles import Tile, tile, with_pictures

BANDS = 6
"""Batches on one page."""

SINGLES = 48
"""Single jobs shown beneath them."""


@require_safe
@requires(Action.CREATE_JOBS)
def pipeline(request: HttpRequest) -> HttpResponse:
    """Every batch of this user or team, newest first, ``?state=`` narrows."""
    user = signed_in(request)
    state = STATES.get(request.GET.get("state", ""))
    chosen = listed_jobs(user).top_level().filter(state.of_jobs() if state else Q())
    page = Paginator(chosen.filter(is_batch=True), BANDS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "bands": _bands(user, page.object_list, state),
        "singles": _singles(user, state) if page.number == 1 else [],
        "state": state,
        "states": STATES.values(),
        "anything": page.paginator.count or listed_jobs(user).exists(),
    }
    return render(request, "jobs/pipeline.html", context)


@require_safe
@requires(Action.CREATE_JOBS)
def band(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One band anew, for pages that are open: ``?part=head`` without the tiles."""
    user = signed_in(request)
    batch = get_object_or_404(listed_jobs(user).filter(is_batch=True), pk=job_id)
    state = STATES.get(request.GET.get("state", ""))
    head_only = request.GET.get("part") == "head"
    (found,) = headings([batch], user) if head_only else _bands(user, [batch], state)
    template = "jobs/parts/band_head.html" if head_only else "jobs/parts/band.html"
    return render(request, template, {"band": found, "state": state})


def _bands(user: User, batches: Iterable[Job], state: State | None) -> list[Band]:
    return bands(list(batches), user, only=state.of_children() if state else None)


def _singles(user: User, state: State | None) -> list[Tile]:
    single = listed_jobs(user).top_level().filter(is_batch=False)
    if state is not None:
        single = single.filter(state.of_children())
    return [tile(job) for job in with_pictures(single)[:SINGLES]]
