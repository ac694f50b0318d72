"""How a team names its files, coming in and going out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team
from skyy.identifiers import new_id

READS = [
    "{sku}_{view}",
    "{sku}-{view}",
    "{style}-{color}-{view}",
    "{style}_{color}_{view}",
    "{sku}",
]
WRITES = "{sku}-{role}-{view}"


def default_reads() -> list[str]:
    """The templates of a team that has said nothing."""
    return list(READS)


class Naming(models.Model):
    """``reads``: templates for the names of files that come in, tried in their order; ``writes``:
    the template of names of files that go out. See ``apps.catalog.naming.templates``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="naming")
    reads = models.JSONField(_("names of files that come in"), default=default_reads)
    writes = models.CharField(_("names of files that go out"), max_length=120, default=WRITES)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("naming")
        verbose_name_plural = _("namings")

    def __str__(self) -> str:
        return self.writes
