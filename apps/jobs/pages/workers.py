"""Workers and queues: who works, what waits, and holding a queue."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.engine import control
from apps.jobs.health.fleet import fleet
from apps.jobs.health.queues import queues
from apps.jobs.models import Queue

LONGEST_REASON = 300


@require_safe
@requires(Action.OPERATE)
def workers(request: HttpRequest) -> HttpResponse:
    """The page; asked by htmx, only the part that changes."""
    context = {"fleet": fleet(signed_in(request)), "queues": queues()}
    whole = not request.headers.get("HX-Request")
    return render(
        request, "jobs/workers.html" if whole else "jobs/parts/workers_body.html", context
    )


@require_POST
@requires(Action.OPERATE)
def queue(request: HttpRequest, move: str) -> HttpResponseBase:
    """Hold or release a queue and go back."""
    name = request.POST.get("queue", "")
    if name not in Queue.values or move not in MOVES:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    messages.success(request, MOVES[move](name, signed_in(request), reason))
    return redirect("jobs:workers")


def _hold(name: str, user: User, reason: str) -> str:
    control.hold_queue(name, user, reason)
    return _("Held. Steps that are running finish; no new ones of this queue begin.")


def _release(name: str, user: User, reason: str) -> str:
    control.release_queue(name, user)
    return _("Going on.")


MOVES: dict[str, Callable[[str, User, str], str]] = {"hold": _hold, "release": _release}
