"""Cancel, retry, pause, resume and undo by button."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.engine import control, undoing
from apps.jobs.models import Job
from apps.jobs.monitor.listing import visible_jobs
from skyy.api.errors import Problem


def _cancel(job: Job, user: User) -> str:
    control.cancel(job, user)
    return _("Stopping. What is already done stays.")


def _retry(job: Job, user: User) -> str:
    control.retry(job, user)
    return _("Trying again what failed.")


def _pause(job: Job, user: User) -> str:
    control.pause(job)
    return _("Paused. Steps that are running finish; no new ones begin.")


def _resume(job: Job, user: User) -> str:
    control.resume(job)
    return _("Going on.")


def _undo_again(job: Job, user: User) -> str:
    undoing.undo_again(job, user)
    return _("Undoing again what could not be undone.")


def _put_right(job: Job, user: User) -> str:
    undoing.put_right(job, user)
    return _("Noted as put right by hand. The rest is being undone.")


MOVES: dict[str, Callable[[Job, User], str]] = {
    "cancel": _cancel,
    "retry": _retry,
    "pause": _pause,
    "resume": _resume,
    "undo_again": _undo_again,
    "put_right": _put_right,
}


@require_POST
@requires(Action.CONTROL_JOBS)
def move(request: HttpRequest, job_id: UUID, name: str) -> HttpResponseBase:
    """Make one move and go back to where the button was (``next``)."""
    if name not in MOVES:
        raise Http404
    user = signed_in(request)
    job = get_object_or_404(visible_jobs(user), pk=job_id)
    try:
        messages.success(request, MOVES[name](job, user))
    except Problem as problem:
        messages.error(request, problem.message)
    return _back(request, job)


def _back(request: HttpRequest, job: Job) -> HttpResponse:
    wanted = request.POST.get("next", "")
    # A path: ``redirect`` would take a bare word for the name of a page.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("jobs:job", job.pk)
