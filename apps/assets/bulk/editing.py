"""Changes many assets in one transaction, in a few queries whatever their number."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.assets import lifecycle, search
from apps.assets.models import Asset, BulkEdit, Rights, Tag
from apps.assets.rights.writing import checked, said
from skyy.api.errors import Code, Problem

from .changes import Changes

MOST = 5_000
"""Assets in one change."""
LATELY = timedelta(minutes=30)
"""How long the way back is offered."""


def edit_many(user: User, ids: Sequence[UUID], changes: Changes) -> BulkEdit:
    """Change all of these assets, or none.

    Raises:
        Problem: ``request.invalid`` with ``fields`` for what cannot be changed so, for none and for
            too many; ``not_found`` when one is not there or may not be seen; ``permission.denied``
            for rights without the right to edit them; what a role is refused for.
    """
    changes = changes.cleaned()
    wanted = list(dict.fromkeys(ids))
    if not wanted or len(wanted) > MOST:
        words = _("Choose at least one and at most %(most)d.") % {"most": MOST}
        raise Problem(Code.REQUEST_INVALID, words, fields={"asset_ids": [words]})
    if changes.about_rights and not may(user, Action.EDIT_RIGHTS):
        words = _("A Producer can change rights. Nothing was changed.")
        raise Problem(Code.PERMISSION_DENIED, words)
    with transaction.atomic():
        assets = _locked(Asset.objects.visible_to(user), wanted)
        if len(assets) != len(wanted):
            missing = set(wanted) - {asset.pk for asset in assets}
            words = _("%(number)d of them are not there. Nothing was changed.")
            raise Problem(Code.NOT_FOUND, words % {"number": len(missing)})
        before = _before(assets)
        _apply(assets, changes, user)
        edit = BulkEdit.objects.create(
            team_id=_team(assets),
            made_by=user,
            count=len(assets),
            changes=changes.as_json(),
            before=before,
        )
        if changes.about_rights:
            audit(Happening.RIGHTS_CHANGED, about=edit, name=str(edit.count), after=edit.changes)
    return edit


def latest_of(user: User) -> BulkEdit | None:
    """This person's newest change of late that holds."""
    mine = BulkEdit.objects.visible_to(user).filter(
        made_by=user, undone_at__isnull=True, created_at__gt=timezone.now() - LATELY
    )
    return mine.defer("before").first()


def _apply(assets: Sequence[Asset], changes: Changes, user: User) -> None:
    ids = [asset.pk for asset in assets]
    values: dict[str, Any] = {"updated_at": timezone.now()}
    if changes.collection is not None or changes.no_collection:
        if changes.collection and any(a.team_id != changes.collection.team_id for a in assets):
            words = _("This collection belongs to another team.")
            raise Problem(Code.REQUEST_INVALID, words, fields={"collection": [words]})
        values["collection"] = changes.collection
    if changes.role:
        for asset in assets:
            lifecycle.check_new_role(asset, changes.role, user)
        values["role"] = changes.role
    Asset.objects.filter(pk__in=ids).update(**values)
    team = _team(assets)
    if changes.add_tags:
        add_tags(ids, [tag_of(team, name) for name in changes.add_tags])
    if changes.remove_tags:
        links = Asset.tags.through.objects.filter(asset__in=ids)
        links.filter(tag__name__in=changes.remove_tags).delete()
    if changes.no_rights:
        Rights.objects.filter(asset__in=ids).delete()
    elif changes.rights is not None:
        write_rights({pk: checked(changes.rights) for pk in ids}, user)
    search.refresh(ids)


def add_tags(ids: Iterable[UUID], tags: Iterable[Tag]) -> None:
    """Put assets under tags; those that have one keep it."""
    link = Asset.tags.through
    new = [link(asset_id=pk, tag_id=tag.pk) for tag in tags for pk in ids]
    link.objects.bulk_create(new, ignore_conflicts=True, batch_size=2000)


def tag_of(team: UUID, name: str) -> Tag:
    """The team's tag of this name, made where it is not there yet."""
    return Tag.objects.get_or_create(team_id=team, name=name)[0]


def write_rights(terms: dict[UUID, dict[str, Any]], user: User | None) -> None:
    """Write checked columns of ``Rights`` by asset id."""
    rows = [Rights(asset_id=pk, updated_by=user, **values) for pk, values in terms.items()]
    columns = [*next(iter(terms.values())), "updated_by", "updated_at"]
    Rights.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=columns,
        batch_size=500,
    )


def _before(assets: Sequence[Asset]) -> dict[str, Any]:
    tags: dict[UUID, list[str]] = {}
    links = Asset.tags.through.objects.filter(asset__in=[asset.pk for asset in assets])
    for pk, tag in links.values_list("asset_id", "tag__name"):
        tags.setdefault(pk, []).append(tag)
    return {
        str(asset.pk): {
            "role": asset.role,
            "collection": str(asset.collection_id) if asset.collection_id else None,
            "tags": sorted(tags.get(asset.pk, ())),
            "rights": _dated(said(getattr(asset, "rights", None))),
        }
        for asset in assets
    }


def _dated(terms: dict[str, Any]) -> dict[str, Any]:
    return terms | {name: str(terms[name]) for name in ("starts_on", "ends_on") if terms.get(name)}


def _locked(seen: QuerySet[Asset], ids: Sequence[UUID]) -> list[Asset]:
    """In one order everywhere, so that two such changes wait for each other and do not lock."""
    rows = seen.filter(pk__in=ids).select_related("rights", "current_version__blob")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _team(assets: Sequence[Asset]) -> UUID:
    teams = {asset.team_id for asset in assets}
    if len(teams) > 1:
        raise Problem(Code.REQUEST_INVALID, _("They belong to several teams; one at a time."))
    return teams.pop()
