"""What a person needs to know this morning."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.assets.models import Asset
from apps.assets.renditions import prefetched
from apps.assets.rights.ending import Standing, standing
from apps.catalog.models import Drop, Photograph, Product, ProductMedia, Publication
from apps.jobs.models import Job, JobStatus, Review

from .listing import listed_jobs
from .states import ACTIVE
from .tiles import with_pictures


@dataclass(frozen=True)
class NextDrop:
    """The drop that goes live next, and how many of its products stand where.

    ``unphotographed``, ``unmade`` and ``unapproved`` are what blocks it, in the order in which
    the work is done; a product stands in exactly one of the five.
    """

    drop: Drop
    goes_live_at: datetime
    products: int
    unphotographed: int
    unmade: int
    unapproved: int
    approved: int
    published: int

    @property
    def blocked(self) -> int:
        """Products that cannot go live yet."""
        return self.unphotographed + self.unmade + self.unapproved


def next_drop(user: User | AnonymousUser, *, now: datetime | None = None) -> NextDrop | None:
    """Return the nearest drop of the future that has products, or None."""
    drop = (
        Drop.objects.visible_to(user)
        .filter(goes_live_at__gte=now or timezone.now(), products__isnull=False)
        .select_related("season")
        .order_by("goes_live_at")
        .first()
    )
    if drop is None or drop.goes_live_at is None:
        return None
    counted: Counter[str] = Counter()
    rows = _standing(Product.objects.visible_to(user).filter(drop=drop))
    for photographed, made, approved, published in rows:
        counted[_stage(photographed, made, approved, published)] += 1
    return NextDrop(drop, drop.goes_live_at, products=sum(counted.values()), **_stages(counted))


def _standing(products: QuerySet[Product]) -> QuerySet[Product, tuple[bool, bool, bool, bool]]:
    own = OuterRef("pk")
    return products.annotate(
        photographed=Exists(Photograph.objects.filter(variant__product=own)),
        made=Exists(Review.objects.filter(variant__product=own)),
        approved=Exists(ProductMedia.objects.standing().filter(variant__product=own)),
        published=Exists(Publication.objects.live().filter(product=own)),
    ).values_list("photographed", "made", "approved", "published")


def _stage(photographed: bool, made: bool, approved: bool, published: bool) -> str:
    if published:
        return "published"
    if approved:
        return "approved"
    if made:
        return "unapproved"
    return "unmade" if photographed else "unphotographed"


def _stages(counted: Counter[str]) -> dict[str, int]:
    names = ("unphotographed", "unmade", "unapproved", "approved", "published")
    return {name: counted[name] for name in names}


def running(user: User | AnonymousUser, *, limit: int = 6) -> Sequence[Job]:
    """Batches and single jobs that machines are busy with, newest first."""
    return list(listed_jobs(user).top_level().filter(status__in=ACTIVE)[:limit])


def waiting_for_review(
    user: User | AnonymousUser, *, limit: int = 8
) -> tuple[Sequence[Review], int]:
    """Return the oldest reviews without a decision, and how many there are."""
    waiting = Review.objects.visible_to(user).waiting()
    shown = waiting.select_related(
        "variant__product", "result__asset", "result__blob"
    ).prefetch_related(prefetched("result__renditions"))
    return list(shown[:limit]), waiting.count()


def failures(user: User | AnonymousUser, *, limit: int = 6) -> tuple[Sequence[Job], int]:
    """Return the newest failed jobs, batches left out (their jobs stand for them), and how many
    there are."""
    failed = listed_jobs(user).filter(status=JobStatus.FAILED, is_batch=False)
    return list(with_pictures(failed)[:limit]), failed.count()


def rights_ending(user: User | AnonymousUser, *, limit: int = 8) -> tuple[Sequence[Asset], int]:
    """Return assets whose rights or release end within 30 days, and how many there are."""
    ending = standing(Asset.objects.visible_to(user), Standing.ENDING)
    shown = ending.select_related("rights", "current_version__blob").prefetch_related(
        "releases", prefetched("current_version__renditions")
    )
    return list(shown.order_by("rights__ends_on", "pk")[:limit]), ending.count()


def publications(user: User | AnonymousUser, *, limit: int = 8) -> Sequence[Publication]:
    """Return the newest live publications with a picture whose approval stands."""
    standing_media = ProductMedia.objects.standing().order_by("-role", "variant", "view")
    # Packshots before models: the first one stands for the product.
    shown = standing_media.select_related("version__blob").prefetch_related(
        prefetched("version__renditions")
    )
    standing = Exists(ProductMedia.objects.standing().filter(publications=OuterRef("pk")))
    live = Publication.objects.visible_to(user).live().filter(standing)
    pictured = live.select_related("product").prefetch_related(Prefetch("media", shown))
    return list(pictured[:limit])
