"""The admin's front page is the house's dashboard."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class StudioAdminSite(AdminSite):
    """Django's admin under Skyy's name."""

    site_header = _("Skyy")
    site_title = _("Skyy administration")
    index_title = _("The house today")
