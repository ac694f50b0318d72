"""The admin's front page is the house's dashboard."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class StudioAdminSite(AdminSite):
    """Django's admin under Skyy's name, opened by the numbers of the day."""

    site_header = _("Skyy")
    site_title = _("Skyy administration")
    index_title = _("The house today")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        # The site class is needed before the models are there.
        from apps.jobs.monitor.dashboard import dashboard

        numbers = {"dashboard": dashboard(request.user)}
        return super().index(request, numbers | (extra_context or {}))
