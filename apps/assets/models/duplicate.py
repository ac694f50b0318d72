"""How a picture looks, in 64 bits, and pairs of assets that may be one and the same."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id

from .asset import Asset, AssetStatus
from .version import Version

BANDS = ("band_0", "band_1", "band_2", "band_3", "band_4")


class Fingerprint(models.Model):
    """Perceptual hash of a version's picture; only of what was brought in, not of what was made.

    ``bits`` is the hash as a signed number; the bands are its parts, by which lookups find their
    candidates (``apps.assets.duplicates.looking``).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="fingerprint")
    bits = models.BigIntegerField()
    band_0 = models.SmallIntegerField()
    band_1 = models.SmallIntegerField()
    band_2 = models.SmallIntegerField()
    band_3 = models.SmallIntegerField()
    band_4 = models.SmallIntegerField()

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        indexes = [
            models.Index(fields=["team", band], name=f"assets_print_{band}") for band in BANDS
        ]

    def __str__(self) -> str:
        return f"{self.bits & (2**64 - 1):016x}"


class PairStatus(models.TextChoices):
    """What a person said of a pair."""

    OPEN = "open", _("Open")
    KEPT = "kept", _("Both kept")
    MERGED = "merged", _("Merged")


class PairQuerySet(models.QuerySet["DuplicatePair"]):
    """Pairs."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))

    def open(self) -> Self:
        """Those that wait for a word and of which neither lies in the bin."""
        deleted = AssetStatus.DELETED
        waiting = self.filter(status=PairStatus.OPEN)
        return waiting.exclude(first__status=deleted).exclude(second__status=deleted)


class DuplicatePair(models.Model):
    """Two assets with the same bytes (``exact``) or that look alike; ``first`` has the smaller id.

    ``distance``: bits in which their fingerprints differ. ``kept``: the one that a merge kept, and
    ``changes`` what it changed, so that it can be undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="pairs_first")
    second = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="pairs_second")
    exact = models.BooleanField(_("same bytes"), default=False)
    distance = models.PositiveSmallIntegerField(_("distance in bits"), default=0)
    status = models.CharField(
        _("status"), max_length=8, choices=PairStatus.choices, default=PairStatus.OPEN
    )
    kept = models.ForeignKey(
        Asset, on_delete=models.CASCADE, null=True, blank=True, related_name="pairs_kept"
    )
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of duplicates")
        verbose_name_plural = _("pairs of duplicates")
        ordering = ["distance", "id"]
        indexes = [
            models.Index(fields=["team", "status", "distance", "id"], name="assets_pair_queue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="assets_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id} ({self.distance})"

    def other(self, asset: Asset) -> Asset:
        """The one of the two that is not ``asset``."""
        return self.second if self.first_id == asset.pk else self.first
