"""A person who signs in, with a team and one of the five roles."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac
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
    """A person. ``is_staff`` opens the Django admin, ``role`` decides everything else.

    Sessions and tokens carry the ``epoch`` they were made in and end with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="members", default=default_team
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.READ_ONLY)
    epoch = models.PositiveIntegerField(default=0, editable=False)
    second_factor_at = models.DateTimeField(
        _("second factor since"), null=True, blank=True, editable=False
    )

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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares it at every request and for every socket: a new epoch ends all sessions.
        said = f"{self.password}\0{self.epoch}"
        return salted_hmac("accounts.session", said, secret=secret, algorithm="sha256").hexdigest()

    @property
    def lacks_second_factor(self) -> bool:
        """Whether this person must set up a second factor before the house opens to them."""
        needed: bool = settings.STAFF_SECOND_FACTOR and self.is_staff
        return needed and self.second_factor_at is None

    @property
    def sees_all_teams(self) -> bool:
        """Owners look after every team of the house."""
        return self.role == Role.SUPER_ADMIN
