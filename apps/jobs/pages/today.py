"""Today: what waits, what runs, what went wrong, what is out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.models import Asset
from apps.assets.rights.ending import last_day
from apps.jobs.models import Job
from apps.jobs.monitor import today as read
from apps.jobs.monitor.bands import headings


@require_safe
@requires(Action.READ)
def today(request: HttpRequest) -> HttpResponse:
    """The studio's first page."""
    user = signed_in(request)
    waiting, waiting_count = read.waiting_for_review(user)
    failed, failed_count = read.failures(user)
    ending, ending_count = read.rights_ending(user)
    context = {
        "drop": read.next_drop(user),
        "bands": headings(read.running(user), user),
        "waiting": waiting,
        "waiting_count": waiting_count,
        "failed": failed,
        "failed_count": failed_count,
        "ending": [(asset, last_day(asset)) for asset in ending],
        "ending_count": ending_count,
        "publications": read.publications(user),
        "has_photographs": Asset.objects.visible_to(user).exists(),
        "has_jobs": Job.objects.visible_to(user).exists(),
    }
    return render(request, "jobs/today.html", context)
