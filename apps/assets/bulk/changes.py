"""What can be changed of many assets at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.assets.models import Collection
from apps.assets.rights.writing import Terms, checked
from skyy.api.errors import Code, Problem

MOST_TAGS = 50
LONGEST_TAG = 60


@dataclass(frozen=True)
class Changes:
    """What is not given stays as it is.

    Attributes:
        collection: where they go; ``None`` with ``no_collection`` takes them out of theirs.
        rights: terms that replace those they have; with ``no_rights`` they have none.
    """

    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()
    collection: Collection | None = None
    no_collection: bool = False
    role: str = ""
    rights: Terms | None = None
    no_rights: bool = False

    @property
    def about_rights(self) -> bool:
        """Whether they ask for the right to edit rights."""
        return self.rights is not None or self.no_rights

    def cleaned(self) -> "Changes":
        """Return them in one form.

        Raises:
            Problem: ``request.invalid`` with ``fields`` for what cannot be, and where nothing is
                to be changed at all.
        """
        add, remove = _tags("add_tags", self.add_tags), _tags("remove_tags", self.remove_tags)
        both = sorted(set(add) & set(remove))
        if both:
            raise _invalid("remove_tags", _("Added and removed at once: %s.") % ", ".join(both))
        if self.collection is not None and self.no_collection:
            raise _invalid("collection", _("Either a collection or none."))
        if self.rights is not None and self.no_rights:
            raise _invalid("rights", _("Either terms or none."))
        if self.rights is not None:
            checked(self.rights)
        cleaned = Changes(
            add,
            remove,
            self.collection,
            self.no_collection,
            self.role.strip(),
            self.rights,
            self.no_rights,
        )
        if cleaned == Changes():
            raise Problem(Code.REQUEST_INVALID, _("Say what is to be changed."))
        return cleaned

    def as_json(self) -> dict[str, Any]:
        """For the record."""
        said: dict[str, Any] = {}
        if self.add_tags:
            said["add_tags"] = list(self.add_tags)
        if self.remove_tags:
            said["remove_tags"] = list(self.remove_tags)
        if self.collection is not None or self.no_collection:
            said["collection"] = self.collection.slug if self.collection else None
        if self.role:
            said["role"] = self.role
        if self.about_rights:
            said["rights"] = _terms(self.rights) if self.rights else None
        return said


def _terms(terms: Terms) -> dict[str, Any]:
    values = checked(terms)
    days = {name: str(values[name]) if values[name] else None for name in ("starts_on", "ends_on")}
    codes = {name: list(values[name]) for name in ("territories", "channels")}
    return values | days | codes


def _tags(field: str, words: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(sorted({word.replace("\0", "").strip() for word in words} - {""}))
    if len(wanted) > MOST_TAGS or any(len(word) > LONGEST_TAG for word in wanted):
        given = {"tags": MOST_TAGS, "letters": LONGEST_TAG}
        raise _invalid(field, _("At most %(tags)d tags of %(letters)d characters.") % given)
    return wanted


def _invalid(field: str, words: str) -> Problem:
    return Problem(Code.REQUEST_INVALID, words, fields={field: [words]})
