"""How reviews and decisions are told."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.assets.models import Version
from apps.assets.renditions import picture_sources
from apps.catalog.models import Variant
from apps.jobs.models import Review, ReviewClaim, ReviewDecision
from apps.jobs.review import evidence, reasons
from apps.jobs.review.counts import Counted, Counts

from .fidelity_shown import FidelitySerializer
from .jobs_shown import PersonSerializer


class ReviewedVariantSerializer(serializers.ModelSerializer[Variant]):
    """What the result is judged for."""

    product = serializers.CharField(source="product.name")
    category = serializers.CharField(source="product.category")
    collection = serializers.CharField(
        source="product.collection.slug", allow_null=True, default=None
    )

    class Meta:
        model = Variant
        fields = ["id", "sku", "colour_name", "product", "category", "collection"]
        read_only_fields = fields


class PictureSourceSerializer(serializers.Serializer[Any]):
    """One form of a picture."""

    url = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    media_type = serializers.CharField()


class ReviewedVersionSerializer(serializers.ModelSerializer[Version]):
    """A picture to look at: ``file`` is the original, ``pictures`` its renditions."""

    file = serializers.SerializerMethodField()
    pictures = serializers.SerializerMethodField()

    class Meta:
        model = Version
        fields = ["id", "asset", "filename", "width", "height", "file", "pictures"]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_file(self, version: Version) -> str:
        return reverse("assets:file", args=[version.pk])

    @extend_schema_field(PictureSourceSerializer(many=True))
    def get_pictures(self, version: Version) -> Any:
        return picture_sources(version)


class ClaimSerializer(serializers.ModelSerializer[ReviewClaim]):
    """Who looks at it, and until when."""

    user = PersonSerializer(read_only=True)
    seconds_left = serializers.SerializerMethodField()

    class Meta:
        model = ReviewClaim
        fields = ["user", "claimed_at", "expires_at", "seconds_left"]
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField())
    def get_seconds_left(self, claim: ReviewClaim) -> int:
        return max(0, int((claim.expires_at - timezone.now()).total_seconds()))


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """A review in a list."""

    variant = ReviewedVariantSerializer(read_only=True, allow_null=True)
    reference = ReviewedVersionSerializer(read_only=True)
    result = ReviewedVersionSerializer(read_only=True)
    batch = serializers.UUIDField(source="job.batch_id", read_only=True, allow_null=True)
    warnings = serializers.SerializerMethodField()
    fidelity = serializers.SerializerMethodField()
    claim = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields: tuple[str, ...] = (
            "id",
            "job",
            "batch",
            "variant",
            "role",
            "view",
            "status",
            "reference",
            "result",
            "warnings",
            "fidelity",
            "claim",
            "created_at",
            "decided_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, review: Review) -> list[str]:
        return evidence.warnings(review.evidence)

    @extend_schema_field(FidelitySerializer(allow_null=True))
    def get_fidelity(self, review: Review) -> Any:
        report = getattr(review.job, "fidelity", None)
        return None if report is None else FidelitySerializer(report).data

    @extend_schema_field(ClaimSerializer(allow_null=True))
    def get_claim(self, review: Review) -> Any:
        claim: ReviewClaim | None = getattr(review, "claim", None)
        if claim is None or claim.expires_at <= timezone.now():
            return None
        return ClaimSerializer(claim).data


class DecisionSerializer(serializers.ModelSerializer[ReviewDecision]):
    """What was decided, by whom and why."""

    decided_by = PersonSerializer(read_only=True)
    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = ReviewDecision
        fields = [
            "id",
            "verdict",
            "reasons",
            "note",
            "decided_by",
            "new_job",
            "undoes",
            "created_at",
        ]
        read_only_fields = fields


class ReviewDetailSerializer(ReviewSerializer):
    """A review with its evidence and everything that was decided, oldest first."""

    evidence = serializers.DictField(read_only=True)
    decisions = serializers.SerializerMethodField()

    class Meta(ReviewSerializer.Meta):
        fields = (*ReviewSerializer.Meta.fields, "evidence", "decisions")
        read_only_fields = fields

    @extend_schema_field(DecisionSerializer(many=True))
    def get_decisions(self, review: Review) -> Any:
        made = review.decisions.select_related("decided_by").order_by("created_at", "id")
        return DecisionSerializer(made, many=True).data


class CountedSerializer(serializers.Serializer[Counted]):
    """A choice of a filter, and how many it would show."""

    value = serializers.CharField()
    words = serializers.CharField(source="label")
    number = serializers.IntegerField()


class CountsOfReviewsSerializer(serializers.Serializer[Counts]):
    """Counts of every filter, the other filters kept."""

    status = CountedSerializer(many=True)
    collection = CountedSerializer(many=True)
    category = CountedSerializer(many=True)
    age = CountedSerializer(many=True)


class ReasonSerializer(serializers.Serializer[Any]):
    """A reason code and its words."""

    code = serializers.ChoiceField(choices=reasons.Reason.choices)
    words = serializers.CharField()


class NoteSerializer(serializers.Serializer[Any]):
    """What may be said with an approval."""

    note = serializers.CharField(default="", allow_blank=True)


class RejectionSerializer(NoteSerializer):
    """At least one reason code."""

    reasons = serializers.ListField(child=serializers.CharField(max_length=40), max_length=40)


class RegenerationSerializer(NoteSerializer):
    """``params``: what is to differ from the first job's parameters."""

    reasons = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=40, default=list
    )
    params = serializers.DictField(default=dict)
