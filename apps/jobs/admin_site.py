"""The admin's front page is the house's dashboard."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class StudioAdminSite(AdminSite):
    """Django's admin under Skyy's name, opened by the numbers of the day."""

    site_header = _("Skyy")
    site_title = _("Skyy administration")
    index_title = _("The house today")

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and no door past the second factor."""
        lacks = getattr(request.user, "lacks_second_factor", False)
        return super().has_permission(request) and not lacks

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one door to the house, where attempts are counted."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        # A path of this site: ``redirect`` would take a bare word for the name of a page.
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        if not (safe and wanted.startswith("/")):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return redirect(wanted)
        if getattr(request.user, "lacks_second_factor", False):
            return redirect("accounts:second_factor")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(wanted)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        # The site class is needed before the models are there.
        from apps.jobs.monitor.dashboard import dashboard

        numbers = {"dashboard": dashboard(request.user)}
        return super().index(request, numbers | (extra_context or {}))
