"""The providers Skyy knows of. Prices are data with a date, not what anybody was charged."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .base import MODEL_3D, Card, Kind, Need, Price

PRICES_OF = date(2026, 11, 20)
"""The day the price list was written down."""

_TRIPO_KEY = Need("tripo_key", _("a key of the Tripo API"))
_HUGGINGFACE_TOKEN = Need("huggingface_token", _("a Hugging Face access token"))
_REPLICATE_TOKEN = Need("replicate_token", _("a Replicate API token"))
_TRIPOSR_WEIGHTS = Need("triposr_weights", _("the folder with TripoSR's weights"))

CARDS: Sequence[Card] = (
    Card(
        "local",
        _("On this machine"),
        MODEL_3D,
        Kind.LOCAL,
        _("Built from the outline of the photograph, without weights and without a key."),
        commercial_use=True,
        packages=("embreex", "av", "DracoPy"),
        client=True,
    ),
    Card(
        "triposr",
        _("TripoSR, own weights"),
        MODEL_3D,
        Kind.LOCAL,
        _("A model by TripoSR on this machine's graphics processor."),
        licence="MIT",
        commercial_use=True,
        needs=(_TRIPOSR_WEIGHTS,),
        packages=("torch",),
    ),
    Card(
        "tripo",
        _("Tripo"),
        MODEL_3D,
        Kind.REMOTE,
        _("A model by Tripo's service, from one or several photographs."),
        needs=(_TRIPO_KEY,),
        price=Price(Decimal("0.50"), "USD", PRICES_OF),
    ),
    Card(
        "trellis-space",
        _("TRELLIS Space"),
        MODEL_3D,
        Kind.REMOTE,
        _("A model by TRELLIS in a Hugging Face Space, as far as the account's share goes."),
        licence="MIT",
        needs=(_HUGGINGFACE_TOKEN,),
    ),
    Card(
        "triposr-space",
        _("TripoSR Space"),
        MODEL_3D,
        Kind.REMOTE,
        _("A model by TripoSR in a Hugging Face Space, as far as the account's share goes."),
        licence="MIT",
        commercial_use=True,
        needs=(_HUGGINGFACE_TOKEN,),
    ),
    Card(
        "shap-e-space",
        _("Shap-E Space"),
        MODEL_3D,
        Kind.REMOTE,
        _("A model from a description by Shap-E in a Hugging Face Space."),
        licence="MIT",
        commercial_use=True,
        needs=(_HUGGINGFACE_TOKEN,),
    ),
    Card(
        "replicate",
        _("Replicate"),
        MODEL_3D,
        Kind.REMOTE,
        _("A model by a network that Replicate runs, paid by the second of its machine."),
        needs=(_REPLICATE_TOKEN,),
    ),
)
