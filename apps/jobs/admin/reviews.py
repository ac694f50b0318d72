"""Reviews, who holds them, and what was decided."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.assets.renditions import prefetched
from apps.jobs.models import Review, ReviewClaim, ReviewDecision

from .seen_only import SeenOnly, SeenOnlyInline, small_picture


class DecisionInline(SeenOnlyInline):
    model = ReviewDecision
    fk_name = "review"
    fields = ["verdict", "reasons", "note", "decided_by", "created_at"]


@admin.register(Review)
class ReviewAdmin(SeenOnly):
    list_display = ["photograph", "made", "variant", "role", "view", "status", "created_at", "open"]
    list_filter = ["status", "role", "view", "created_at"]
    search_fields = ["id", "variant__sku", "variant__product__name"]
    list_display_links = ["variant"]
    inlines = [DecisionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return (
            Review.objects.visible_to(request.user)
            .select_related("variant", "job", "reference__blob", "result__blob")
            .prefetch_related(prefetched("reference__renditions"), prefetched("result__renditions"))
        )

    @admin.display(description=_("photograph"))
    def photograph(self, review: Review) -> SafeString | str:
        return small_picture(review.reference)

    @admin.display(description=_("result"))
    def made(self, review: Review) -> SafeString | str:
        return small_picture(review.result)

    @admin.display(description=_("decide"))
    def open(self, review: Review) -> SafeString:
        address = reverse("jobs:review", args=[review.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open"))


@admin.register(ReviewClaim)
class ReviewClaimAdmin(SeenOnly):
    list_display = ["review", "user", "claimed_at", "expires_at"]
    list_filter = ["user"]
    list_select_related = ["review__variant", "user"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewClaim]:
        visible = Review.objects.visible_to(request.user)
        return super().get_queryset(request).filter(review__in=visible)


@admin.register(ReviewDecision)
class ReviewDecisionAdmin(SeenOnly):
    list_display = ["created_at", "review", "verdict", "reasons", "decided_by"]
    list_filter = ["verdict", "decided_by", "created_at"]
    list_select_related = ["review__variant", "decided_by"]
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewDecision]:
        visible = Review.objects.visible_to(request.user)
        return super().get_queryset(request).filter(review__in=visible)
