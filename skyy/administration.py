"""The Django admin under the house's own site class."""

from django.contrib.admin.apps import AdminConfig


class StudioAdminConfig(AdminConfig):
    """Uses ``apps.jobs.admin_site.StudioAdminSite``, whose front page is the dashboard."""

    default_site = "apps.jobs.admin_site.StudioAdminSite"
