"""What a merge moves from one asset to the other, written down so that it can move back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.assets.models import Asset, AssetStatus, Release, Rights, Version
from apps.assets.rights.writing import TERMS
from skyy.api.errors import Code, Problem


def unlike(kept: Asset, dropped: Asset) -> str:
    """Why these two cannot be one, in words; empty when they can."""
    if (kept.kind, kept.role) != (dropped.kind, dropped.role):
        words = _("One is a %(one)s, the other a %(other)s. Give them the same role first.")
        return words % {"one": kept.role, "other": dropped.role}
    one, other = (Rights.objects.filter(asset=asset).first() for asset in (kept, dropped))
    if one is not None and other is not None and _terms(one) != _terms(other):
        return _("Both have rights of their own, and they differ. Make them agree first.")
    return ""


def move(kept: Asset, dropped: Asset) -> dict[str, Any]:
    """Give ``kept`` what ``dropped`` has and put that into the bin; returns what was changed."""
    changes: dict[str, Any] = {
        "versions": _move_versions(kept, dropped),
        "current": str(dropped.current_version_id) if dropped.current_version_id else None,
        "status": dropped.status,
        "tags": _add_tags(kept, dropped),
        "fields": _fill_blanks(kept, dropped),
        "rights": _move_rights(kept, dropped),
        "releases": _repoint(Release.objects.filter(asset=dropped), "asset", kept),
        "papers": _repoint(Release.objects.filter(document=dropped), "document", kept),
    }
    dropped.current_version = None
    dropped.status = AssetStatus.DELETED
    dropped.deleted_at = timezone.now()
    dropped.save(update_fields=["current_version", "status", "deleted_at", "updated_at"])
    return changes


def move_back(kept: Asset, dropped: Asset, changes: Mapping[str, Any]) -> None:
    """Undo ``move``; what people changed since stays.

    Raises:
        Problem: ``duplicate.not_undoable`` when a version is gone or has become the current one.
    """
    numbers = {UUID(pk): number for pk, number in changes["versions"]}
    still = Version.objects.filter(pk__in=numbers, asset=kept).count()
    if still != len(numbers) or kept.current_version_id in numbers:
        words = _("%(name)s has gone on with what was merged into it; the two cannot be parted.")
        raise Problem(Code.DUPLICATE_NOT_UNDOABLE, words % {"name": kept.name})
    for pk, number in numbers.items():
        Version.objects.filter(pk=pk).update(asset=dropped, number=number)
    kept.tags.remove(*kept.tags.filter(pk__in=changes["tags"]))
    for name, (before, after) in changes["fields"].items():
        if str(getattr(kept, name) or "") == str(after or ""):
            setattr(kept, name, before)
    kept.save()
    if changes["rights"]:
        Rights.objects.filter(asset=kept).update(asset=dropped)
    Release.objects.filter(pk__in=changes["releases"]).update(asset=dropped)
    Release.objects.filter(pk__in=changes["papers"]).update(document=dropped)
    dropped.current_version_id = UUID(changes["current"]) if changes["current"] else None
    dropped.status = changes["status"]
    dropped.deleted_at = None
    dropped.save(update_fields=["current_version", "status", "deleted_at", "updated_at"])


def _move_versions(kept: Asset, dropped: Asset) -> list[tuple[str, int]]:
    newest = kept.versions.aggregate(newest=Max("number"))["newest"] or 0
    moved = []
    for version in dropped.versions.order_by("number"):
        moved.append((str(version.pk), version.number))
        newest += 1
        Version.objects.filter(pk=version.pk).update(asset=kept, number=newest)
    return moved


def _add_tags(kept: Asset, dropped: Asset) -> list[str]:
    new = list(dropped.tags.exclude(pk__in=kept.tags.all()))
    kept.tags.add(*new)
    return [str(tag.pk) for tag in new]


def _fill_blanks(kept: Asset, dropped: Asset) -> dict[str, tuple[str | None, str]]:
    filled: dict[str, tuple[str | None, str]] = {}
    for name in ("description", "collection_id"):
        if not getattr(kept, name) and getattr(dropped, name):
            filled[name] = (getattr(kept, name), str(getattr(dropped, name)))
            setattr(kept, name, getattr(dropped, name))
    # Written in any case: its tags and versions change with it.
    kept.save()
    return filled


def _move_rights(kept: Asset, dropped: Asset) -> bool:
    if Rights.objects.filter(asset=kept).exists():
        return False
    return bool(Rights.objects.filter(asset=dropped).update(asset=kept))


def _repoint(releases: Any, field: str, kept: Asset) -> list[str]:
    found = [str(pk) for pk in releases.values_list("pk", flat=True)]
    Release.objects.filter(pk__in=found).update(**{field: kept})
    return found


def _terms(rights: Rights) -> tuple[Any, ...]:
    return tuple(getattr(rights, name) for name in TERMS)
