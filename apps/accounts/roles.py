"""The five roles, each including the one below."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Stored names, and the words people see."""

    READ_ONLY = "read_only", _("Viewer")
    API_USER = "api_user", _("Contributor")
    DEVELOPER = "developer", _("Reviewer")
    ADMIN = "admin", _("Producer")
    SUPER_ADMIN = "super_admin", _("Owner")

    @property
    def rank(self) -> int:
        """0 for the least, 4 for the most."""
        return list(Role).index(self)

    def includes(self, other: "Role") -> bool:
        """Whether whoever holds this role may do what ``other`` may."""
        return self.rank >= other.rank
