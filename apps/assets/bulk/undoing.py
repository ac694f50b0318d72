"""Takes a change to many assets back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.assets import search
from apps.assets.models import Asset, BulkEdit, Collection, Rights
from apps.assets.rights.writing import said
from skyy.api.errors import Code, Problem

from .editing import add_tags, tag_of, write_rights


def undo(edit: BulkEdit, user: User) -> int:
    """Bring back what the assets were, all or nothing; what was changed since stays as it is.

    Returns:
        How many assets are as they were before in what the change had touched.

    Raises:
        Problem: ``conflict`` when it is undone already; ``permission.denied`` for rights without
            the right to edit them.
    """
    with transaction.atomic():
        edit = BulkEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
        if edit.undone_at is not None:
            raise Problem(Code.CONFLICT, _("This change is undone already."))
        if "rights" in edit.changes and not may(user, Action.EDIT_RIGHTS):
            raise Problem(Code.PERMISSION_DENIED, _("A Producer can change rights."))
        ids = [UUID(pk) for pk in edit.before]
        there = Asset.objects.filter(pk__in=ids, team=edit.team_id).select_related("rights")
        assets = list(there.order_by("pk").select_for_update(of=("self",)))
        _bring_back(assets, edit, user)
        search.refresh([asset.pk for asset in assets])
        edit.undone_at = timezone.now()
        edit.save(update_fields=["undone_at"])
        if "rights" in edit.changes:
            after = {"undone": str(edit.pk)}
            audit(Happening.RIGHTS_CHANGED, about=edit, name=str(edit.count), after=after)
    return len(assets)


def _bring_back(assets: list[Asset], edit: BulkEdit, user: User) -> None:
    changes = edit.changes
    known = set(Collection.objects.filter(team=edit.team_id).values_list("pk", flat=True))
    set_to = _collection_id(edit, changes.get("collection"))
    now = timezone.now()
    for asset in assets:
        was = edit.before[str(asset.pk)]
        if "role" in changes and asset.role == changes["role"]:
            asset.role = was["role"]
        if "collection" in changes and asset.collection_id == set_to:
            earlier = UUID(was["collection"]) if was["collection"] else None
            asset.collection_id = earlier if earlier in known else None
        asset.updated_at = now
    Asset.objects.bulk_update(assets, ["role", "collection", "updated_at"], batch_size=500)
    _tags_back(assets, edit)
    if "rights" in changes:
        _rights_back(assets, edit, user)


def _tags_back(assets: list[Asset], edit: BulkEdit) -> None:
    links = Asset.tags.through.objects
    for name in edit.changes.get("add_tags", ()):
        new = [a.pk for a in assets if name not in edit.before[str(a.pk)]["tags"]]
        links.filter(asset__in=new, tag__name=name, tag__team=edit.team_id).delete()
    for name in edit.changes.get("remove_tags", ()):
        had = [a.pk for a in assets if name in edit.before[str(a.pk)]["tags"]]
        if had:
            add_tags(had, [tag_of(edit.team_id, name)])


def _rights_back(assets: list[Asset], edit: BulkEdit, user: User) -> None:
    given: dict[str, Any] = edit.changes["rights"] or {}
    gone, again = [], {}
    for asset in assets:
        now = said(getattr(asset, "rights", None))
        if {name: _text(value) for name, value in now.items()} != {
            name: _text(value) for name, value in given.items()
        }:
            continue
        was = edit.before[str(asset.pk)]["rights"]
        if was:
            days = {
                name: date.fromisoformat(was[name]) if was[name] else None
                for name in ("starts_on", "ends_on")
            }
            again[asset.pk] = was | days
        else:
            gone.append(asset.pk)
    Rights.objects.filter(asset__in=gone).delete()
    if again:
        write_rights(again, user)


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value


def _collection_id(edit: BulkEdit, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    found = Collection.objects.filter(team=edit.team_id, slug=slug)
    return found.values_list("pk", flat=True).first()
