"""What a SKU may look like, and how one is read from a file name."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from .models import View
from .validation import misfit

LONGEST = 64
"""Characters of a SKU."""
_VIEWS = "|".join(view.value.replace("_", "[_ -]?") for view in View)
_VIEW_AT_END = re.compile(rf"^(?P<sku>.*[^_ -])[_ -]+(?P<view>{_VIEWS})$", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """What a file name says."""

    sku: str
    view: str


def check(sku: str) -> str:
    """Return the SKU without outer spaces.

    Raises:
        Problem: ``REQUEST_INVALID`` when it is empty, longer than 64 characters, or has control
            characters or slashes: a SKU names files and stands in addresses.
    """
    sku = unicodedata.normalize("NFC", sku).strip()
    if not sku:
        message = _("A SKU is needed.")
    elif len(sku) > LONGEST:
        message = _("A SKU has at most 64 characters.")
    elif sku in {".", ".."} or any(c in "/\\" or not c.isprintable() for c in sku):
        message = _("A SKU has no slashes and no control characters.")
    else:
        return sku
    raise misfit("sku", message)


def shortened(sku: str, longest: int = LONGEST) -> str:
    """Return a text of at most ``longest`` characters that stays different for different SKUs."""
    mark = hashlib.sha256(sku.encode()).hexdigest()[:8]
    return f"{sku[: longest - 9].rstrip()}-{mark}"


def from_file_name(filename: str) -> Named:
    """Read ``BR-BAG-001_back.jpg`` as SKU ``BR-BAG-001``, view ``back``; the view is front unless
    the name ends in another. Characters no SKU may have become hyphens."""
    stem = unicodedata.normalize("NFC", PurePath(filename).stem)
    stem = " ".join("".join(c if c.isprintable() else "-" for c in stem).split())
    stem = stem.replace("/", "-").replace("\\", "-").strip(" .") or "photograph"
    view: str = View.FRONT
    match = _VIEW_AT_END.match(stem)
    if match:
        stem = match["sku"]
        view = re.sub(r"[_ -]", "", match["view"]).lower().replace("onmodel", View.ON_MODEL.value)
    return Named(stem if len(stem) <= LONGEST else shortened(stem), view)
