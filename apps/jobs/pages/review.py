"""The review pages: the queue, one result before its photograph, and the decision."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.api.review_filters import filters_from
from apps.jobs.models import Review, ReviewStatus
from apps.jobs.review import claims, decisions
from apps.jobs.review.counts import count
from apps.jobs.review.queue import Filters, first_free, next_after, queue, with_pictures
from skyy.api.errors import Problem

from .parameter_form import ParameterForm
from .review_shown import card, desk, options

ON_A_PAGE = 60


@require_GET
@requires(Action.REVIEW)
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits, as pictures, with filters; ``?status=`` shows what was decided."""
    user = signed_in(request)
    filters = filters_from(request.GET, status=ReviewStatus.WAITING)
    page = Paginator(queue(user, filters), ON_A_PAGE).get_page(request.GET.get("page"))
    waiting = replace(filters, status=ReviewStatus.WAITING)
    first = first_free(user, waiting)
    counts = count(user, filters)
    context = {
        "page_obj": page,
        "cards": [card(review, user) for review in page.object_list],
        "filters": filters,
        "groups": options(counts, filters),
        "start_url": _address(first, request) if first is not None else "",
        "review_count": next(c.number for c in counts.status if c.value == ReviewStatus.WAITING),
        "narrowed": filters != Filters(),
    }
    return render(request, "review/queue.html", context)


@require_GET
@requires(Action.REVIEW)
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """One result; opening it takes it, unless the browser only fetches it ahead."""
    user = signed_in(request)
    shown = get_object_or_404(with_pictures(Review.objects.visible_to(user)), pk=review_id)
    if shown.status == ReviewStatus.WAITING and not _is_ahead(request):
        try:
            claims.claim(shown, user)
        except Problem:
            # The page itself says who holds it, or what was decided in the meantime.
            shown.refresh_from_db(fields=["status", "decided_at"])
    return render(request, "review/review.html", _desk(request, shown, user))


@require_POST
@requires(Action.REVIEW)
def decide(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Make one decision (``verdict``) and go on to what waits next."""
    user = signed_in(request)
    decided = get_object_or_404(Review.objects.visible_to(user), pk=review_id)
    note, reasons = request.POST.get("note", ""), request.POST.getlist("reasons")
    verdict = request.POST.get("verdict", "")
    try:
        if verdict == "approve":
            decisions.approve(decided, user, note=note)
        elif verdict == "reject":
            decisions.reject(decided, user, reasons, note=note)
        elif verdict == "undo":
            decisions.undo(decided, user)
        elif verdict == "claim":
            claims.claim(decided, user)
        else:
            raise Http404
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect(_address(decided, request))
    if verdict in ("undo", "claim"):
        return redirect(_address(decided, request))
    messages.success(request, _("Approved.") if verdict == "approve" else _("Rejected."))
    return _onwards(request, decided, user)


@require_http_methods(["GET", "POST"])
@requires(Action.REVIEW)
def regenerate(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Ask for the result anew with other parameters."""
    user = signed_in(request)
    shown = get_object_or_404(with_pictures(Review.objects.visible_to(user)), pk=review_id)
    form = ParameterForm(shown.job.kind, request.POST or None, initial=shown.job.params)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.regenerate(
                shown,
                user,
                changes=form.changes(shown.job.params),
                reason_codes=request.POST.getlist("reasons"),
                note=request.POST.get("note", ""),
            )
        except Problem as problem:
            _blame(form, problem)
        else:
            messages.success(request, _("It is made anew, ahead of other work."))
            return _onwards(request, shown, user)
    context = _desk(request, shown, user) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "review/regenerate.html", context, status=status)


def _desk(request: HttpRequest, shown: Review, user: User) -> dict[str, Any]:
    filters = filters_from(request.GET, status=ReviewStatus.WAITING)
    query = request.GET.urlencode()
    return desk(shown, user, filters, query=query, ahead=_is_ahead(request))


def _onwards(request: HttpRequest, decided: Review, user: User) -> HttpResponse:
    following = next_after(decided, user, filters_from(request.GET))
    if following is not None:
        return redirect(_address(following, request))
    query = request.GET.urlencode()
    return redirect(reverse("jobs:review_queue") + (f"?{query}" if query else ""))


def _address(shown: Review, request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return reverse("jobs:review", args=[shown.pk]) + tail


def _is_ahead(request: HttpRequest) -> bool:
    """Whether nobody looks at the page yet: our own script or the browser fetches it ahead."""
    purpose = request.headers.get("Sec-Purpose", "")
    return "X-Preload" in request.headers or purpose.startswith("prefetch")


def _blame(form: ParameterForm, problem: Problem) -> None:
    """Say a service's refusal beside the fields it names, the rest above the form."""
    named = {name: said for name, said in problem.fields.items() if name in form.fields}
    for name, said in named.items():
        form.add_error(name, said)
    if not named:
        form.add_error(None, problem.message)
