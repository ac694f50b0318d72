"""A person who signs in, with a team and one of the five roles."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from skyy.identifiers import new_id

from .team import DEFAULT_TEAM, Team

if TYPE_CHECKING:
    from uuid import UUID


def default_team() -> "UUID":
    """The team a new user joins."""
    return DEFAULT_TEAM


class PeopleManager(UserManager["User"]):
    """Django's user manager; a superuser made on the command line is an Owner."""

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra: Any,
    ) -> "User":
        extra.setdefault("role", Role.SUPER_ADMIN)
        return super().create_superuser(username, email, password, **extra)


class User(AbstractUser):
    """A person. ``is_staff`` opens the Django admin, ``role`` decides everything else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="members", default=default_team
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.READ_ONLY)

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="accounts_user_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def sees_all_teams(self) -> bool:
        """Owners look after every team of the house."""
        return self.role == Role.SUPER_ADMIN
