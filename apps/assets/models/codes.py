"""A short list of code words in one column, that both databases can search."""

from typing import Any

from django.db import models


def written(codes: Any) -> str:
    """Return codes as they are stored: `` FR DE ``, each between spaces; nothing for none.

    So ``LIKE '% FR %'`` finds a code on every database, with no table of its own.
    """
    words = [str(code) for code in codes or ()]
    return f" {' '.join(words)} " if words else ""


class CodesField(models.TextField[Any, Any]):
    """A tuple of words without spaces."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...]:
        """What Python sees."""
        return tuple((value or "").split())

    def to_python(self, value: Any) -> Any:
        """Also from fixtures."""
        return tuple(value.split()) if isinstance(value, str) else tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        """What is stored."""
        return value if isinstance(value, str) else written(value)

    def value_to_string(self, obj: Any) -> str:
        """For fixtures."""
        return written(self.value_from_object(obj))
