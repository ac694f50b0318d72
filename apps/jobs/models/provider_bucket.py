"""How often a provider may be asked, by everybody together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderBucket(models.Model):
    """A token bucket, changed under this row's lock.

    ``tokens`` there were ``at`` that moment, by the database's clock; a moment ahead means that the
    provider is left alone until then.
    """

    provider = models.CharField(_("provider"), max_length=40, primary_key=True)
    tokens = models.FloatField(_("tokens"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("provider's bucket")
        verbose_name_plural = _("providers' buckets")

    def __str__(self) -> str:
        return self.provider
