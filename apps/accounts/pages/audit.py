"""The audit log: read, narrowed, taken away as CSV."""

from datetime import UTC, datetime
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.audit.export import lines, lines_async
from apps.accounts.audit.filters import AuditFilter
from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record
from apps.accounts.models import AuditEntry
from apps.accounts.permissions import Action

from .access import requires, signed_in

PAGE = 100


@require_safe
@requires(Action.READ_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """The page, newest first; a filter that does not fit is told and shows nothing."""
    asked, entries = _asked(request)
    page = Paginator(entries.select_related("person", "team"), PAGE).get_page(
        request.GET.get("page")
    )
    context: dict[str, Any] = {
        "filter": asked,
        "page_obj": page,
        "narrowed": any(request.GET.get(name) for name in asked.form.fields),
    }
    status = 200 if asked.is_valid() else 422
    return render(request, "accounts/audit.html", context, status=status)


@require_safe
@requires(Action.READ_AUDIT)
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """What the page would show, all of it, as a CSV file."""
    asked, entries = _asked(request)
    if not asked.is_valid():
        return HttpResponse("This filter does not fit.", status=422, content_type="text/plain")
    if request.method == "GET":
        wanted = {name: value for name, value in request.GET.lists() if name in asked.form.fields}
        with transaction.atomic():
            record(Happening.EXPORTED, name="audit log", after=wanted)
    asynchronous = isinstance(request, ASGIRequest)
    pieces: Any = lines_async(entries) if asynchronous else lines(entries)
    day = datetime.now(UTC).date().isoformat()
    return StreamingHttpResponse(
        pieces,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="skyy-audit-{day}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _asked(request: HttpRequest) -> tuple[AuditFilter, QuerySet[AuditEntry]]:
    seen = AuditEntry.objects.visible_to(signed_in(request))
    asked = AuditFilter(request.GET, queryset=seen, request=request)
    return asked, asked.qs if asked.is_valid() else seen.none()
