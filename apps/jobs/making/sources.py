"""What a job is made from: photographs a person chose, one by one, by SKU or by collection."""

from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Asset, AssetKind, AssetStatus, Version
from apps.catalog.models import Variant
from apps.jobs.models import Job, JobStatus
from skyy.api.errors import Code, Problem

MOST = 1000
"""Photographs in one request."""

RELATED = (
    "collection",
    "current_version__blob",
    "photograph__variant__product__collection",
)
READY = Q(kind=AssetKind.IMAGE, status=AssetStatus.READY, current_version__isnull=False)


@dataclass(frozen=True)
class Source:
    """One photograph and the variant it shows, where that is known."""

    version: Version
    variant: Variant | None

    @property
    def title(self) -> str:
        """What the job is called: the SKU, or the photograph's name."""
        return self.variant.sku if self.variant is not None else self.version.asset.name


def photographs(user: User) -> QuerySet[Asset]:
    """The pictures a job can be made from, newest first: whatever was not made by a job."""
    return Asset.objects.visible_to(user).filter(READY, role="photograph").select_related(*RELATED)


def still_taken_in(user: User) -> QuerySet[Asset]:
    """Photographs that came a moment ago: a job can be made from them soon."""
    return Asset.objects.visible_to(user).filter(
        kind=AssetKind.IMAGE, status=AssetStatus.PROCESSING, role="photograph"
    )


def from_assets(user: User, ids: Sequence[UUID]) -> list[Source]:
    """Return the sources for these assets, in the order given, each once.

    Raises:
        Problem: ``request.invalid`` with ``fields["asset_ids"]`` for what is not there or is no
            picture that is ready.
    """
    known = {asset.id: asset for asset in _usable(Asset.objects.visible_to(user), ids)}
    missing = [str(wanted) for wanted in ids if wanted not in known]
    if missing:
        raise _refused("asset_ids", missing, _("These are no photographs you can use: %s."))
    return as_sources(known[wanted] for wanted in dict.fromkeys(ids))


def from_variants(user: User, ids: Sequence[UUID]) -> list[Source]:
    """Return every photograph of these variants.

    Raises:
        Problem: ``request.invalid`` with ``fields["variant_ids"]`` for a variant that is not
            there or has no photograph, or none yet that has been taken in.
    """
    found = list(
        photographs(user)
        .filter(photograph__variant__in=ids)
        .order_by("photograph__variant__sku", "photograph__view", "created_at")
    )
    with_some = {asset.photograph.variant_id for asset in found}
    missing = [wanted for wanted in ids if wanted not in with_some]
    if missing:
        coming = set(
            still_taken_in(user)
            .filter(photograph__variant__in=missing)
            .values_list("photograph__variant", flat=True)
        )
        words = _("There is no photograph of these: %s.")
        if coming.issuperset(missing):
            words = _(
                "The photographs of these are still being taken in: %s. Try again in a moment."
            )
        without = [str(one) for one in missing if one not in coming] or list(map(str, missing))
        raise _refused("variant_ids", without, words)
    return as_sources(found)


def from_collection(
    user: User, collection: UUID, *, only_unmade: Several[str] = ()
) -> list[Source]:
    """Return the photographs of a collection, oldest first; none is no error here.

    Args:
        user: who asks.
        collection: its id.
        only_unmade: kinds of job; photographs that such a job is already done or being done
            with are left out.
    """
    chosen = photographs(user).filter(collection=collection).order_by("created_at", "id")
    if only_unmade:
        made = Job.objects.filter(kind__in=only_unmade, source__isnull=False).exclude(
            status__in=(JobStatus.FAILED, JobStatus.CANCELLED)
        )
        chosen = chosen.exclude(current_version__in=made.values("source"))
    return as_sources(chosen[: MOST + 1])


def checked(sources: Sequence[Source], field: str) -> Sequence[Source]:
    """Return ``sources`` when there is at least one and not too many.

    Raises:
        Problem: ``request.invalid`` with ``fields[field]``.
    """
    if not sources:
        words = _("Choose at least one photograph.")
    elif len(sources) > MOST:
        words = _("At most %(most)d photographs at once.") % {"most": MOST}
    else:
        return sources
    raise Problem(Code.REQUEST_INVALID, words, fields={field: [words]})


def _usable(assets: QuerySet[Asset], ids: Sequence[UUID]) -> QuerySet[Asset]:
    return assets.filter(READY, pk__in=ids).select_related(*RELATED)


def as_sources(assets: Iterable[Asset]) -> list[Source]:
    """Return what jobs are made from; reads what ``RELATED`` names."""
    sources = []
    for asset in assets:
        version = asset.current_version
        assert version is not None
        version.asset = asset
        photograph = getattr(asset, "photograph", None)
        sources.append(Source(version, photograph.variant if photograph else None))
    return sources


def _refused(field: str, missing: Sequence[str], words: str) -> Problem:
    message = words % ", ".join(missing[:10])
    return Problem(Code.REQUEST_INVALID, message, fields={field: [message]})
