"""Text as searches compare it."""

import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """Without regard to case and to how letters are composed (NFKC, case folding)."""
    return unicodedata.normalize("NFKC", text.replace("\0", "")).casefold()


def text_of(name: str, description: str = "", tags: Iterable[str] = (), sku: str = "") -> str:
    """What a search looks through: parts on lines of their own, so that no word spans two."""
    return folded("\n".join([name, sku, *sorted(tags), description]))
