"""What an asset may be used for, and what people who are seen or heard in it agreed to."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id

from .asset import Asset, AssetStatus
from .codes import CodesField


class Rights(models.Model):
    """The terms of one asset; an asset without a row is the house's own and free.

    ``territories``: ISO 3166-1 alpha-2 codes; ``channels``: such as ``showcase``; none means all.
    The first and the last day are inclusive, by the house's calendar.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="rights")
    owner = models.CharField(_("owner"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=400, blank=True)
    territories = CodesField(_("territories"), default="", blank=True)
    channels = CodesField(_("channels"), default="", blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    updated_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("rights")
        verbose_name_plural = _("rights")
        indexes = [models.Index(fields=["ends_on"], name="assets_rights_end")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="assets_rights_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner or '–'} · {self.licence or '–'}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of assets the user may see."""
        return self.filter(within_team(user)).exclude(asset__status=AssetStatus.DELETED)


class Release(models.Model):
    """A person's word that their portrait or voice may be used.

    ``scope``: kinds of asset that may be made from it (``AssetKind``); ``document``: the signed
    paper. It holds to its last day, inclusive, and as long as the paper is not in the bin.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="releases")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="releases")
    person = models.CharField(_("person"), max_length=160)
    scope = CodesField(_("scope"))
    expires_on = models.DateField(_("last day"))
    document = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="proves")
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-expires_on", "id"]
        indexes = [models.Index(fields=["expires_on"], name="assets_release_end")]

    def __str__(self) -> str:
        return f"{self.person} · {' '.join(self.scope)}"
