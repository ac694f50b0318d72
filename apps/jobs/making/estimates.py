"""What 3D models would cost and how long they would take, before anybody asks for them."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.jobs.monitor.model_jobs import KIND
from apps.jobs.providers import registry
from apps.jobs.providers.base import MODEL_3D, Kind, ProviderStanding

from .durations import Duration, measured, workers

CENT = Decimal("0.01")
FINEST = Decimal("0.000001")


@dataclass(frozen=True)
class Estimate:
    """Nothing is charged by it. Costs are None where no price is known; ``basis`` says what they
    rest on."""

    provider: ProviderStanding
    quality: str
    asset_count: int
    per_asset_cost: Decimal | None
    currency: str
    basis: str
    seconds: float | None

    @property
    def total_cost(self) -> Decimal | None:
        """Of all assets."""
        return None if self.per_asset_cost is None else self.per_asset_cost * self.asset_count


def estimate(provider: str, quality: str, asset_count: int) -> Estimate:
    """Estimate so many models.

    Raises:
        Problem: ``provider.unknown``.
    """
    asked = registry.provider(MODEL_3D, provider)
    duration = _measured(asked, quality)
    cost, currency, basis = _cost(asked, duration)
    seconds = None if duration is None else duration.of_many(asset_count, workers())
    return Estimate(asked, quality, asset_count, cost, currency, basis, seconds)


def _measured(asked: ProviderStanding, quality: str) -> Duration | None:
    # What no client can be asked for was never measured either.
    if not asked.card.client:
        return None
    return measured(KIND, {"provider": asked.card.id, "quality": quality})


def _cost(asked: ProviderStanding, duration: Duration | None) -> tuple[Decimal | None, str, str]:
    price = asked.card.price
    if price is not None:
        basis = _("The provider's price list of %(day)s.") % {"day": date_format(price.as_of)}
        return price.amount, price.currency, basis
    rate: Decimal = settings.CONFIGURATION.local_rate
    currency: str = settings.CONFIGURATION.currency
    if asked.card.kind != Kind.LOCAL:
        return None, currency, _("No price of this provider is known.")
    if not rate:
        return Decimal(0).quantize(CENT), currency, _("The house's own machines cost nothing.")
    if duration is None:
        return None, currency, _("No such job was measured here yet.")
    basis = _("%(seconds).1f seconds of the house's machines, measured on %(jobs)d jobs.")
    cost = (rate * Decimal(str(duration.seconds))).quantize(FINEST)
    return cost, currency, basis % {"seconds": duration.seconds, "jobs": duration.jobs}
