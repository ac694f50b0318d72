"""Sending a callback again by button."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.jobs.callbacks.log import visible_deliveries
from apps.jobs.callbacks.recording import resend
from skyy.api.errors import Problem


@require_POST
@requires(Action.CONTROL_JOBS)
def callback_resend(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send again and go back to the job."""
    delivery = get_object_or_404(visible_deliveries(signed_in(request)), pk=pk)
    try:
        resend(delivery)
        messages.success(request, _("It is sent again in a moment."))
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("jobs:job", delivery.job_id)
