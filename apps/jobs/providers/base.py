"""What is known of a provider before it is asked for anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

MODEL_3D = "model_3d"
"""The capability of making a 3D model from a photograph."""


class Kind(models.TextChoices):
    """Where a provider works."""

    LOCAL = "local", _("On the house's machines")
    REMOTE = "remote", _("Elsewhere")


@dataclass(frozen=True)
class Price:
    """What one result costs by the provider's own price list, ``as_of`` that day: an estimate."""

    amount: Decimal
    currency: str
    as_of: date


@dataclass(frozen=True)
class Need:
    """Something that has to be there: a ``setting`` of ``skyy.configuration``, or a package."""

    setting: str
    words: Words

    @property
    def variable(self) -> str:
        """What an operator sets."""
        return f"SKYY_{self.setting.upper()}"


@dataclass(frozen=True)
class Card:
    """A provider.

    Attributes:
        licence: of the model behind it, as its makers name it; empty where a service's terms hold.
        commercial_use: whether results may be sold; None where its terms have to be read first.
        needs: what an operator has to set.
        packages: Python packages it imports.
        price: of one result; None where none is known.
        client: whether this version of Skyy can really ask it.
    """

    id: str
    name: Words
    capability: str
    kind: Kind
    description: Words
    licence: str = ""
    commercial_use: bool | None = None
    needs: Sequence[Need] = ()
    packages: Sequence[str] = ()
    price: Price | None = None
    client: bool = False


@dataclass(frozen=True)
class ProviderStanding:
    """A provider as it stands now; ``reason`` is empty while it is available."""

    card: Card
    available: bool
    reason: str
    missing: Sequence[Need] = ()
