"""What a client sends to ask for 3D models, for their price, and to decide on them."""

import math
from typing import Any, get_args

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.jobs.making.model_3d import Wish
from apps.jobs.making.sources import MOST
from apps.jobs.pipelines.product_model import ProductModelParameters
from apps.jobs.providers import registry
from apps.jobs.providers.base import MODEL_3D
from apps.jobs.providers.local.model_3d.tiers import Quality
from apps.jobs.review.reasons import Reason

PROVIDERS = registry.names(MODEL_3D)
QUALITIES = [quality.value for quality in Quality]
TARGETS: list[str] = list(get_args(ProductModelParameters.model_fields["target"].annotation))
DEFAULTS = {name: field.default for name, field in ProductModelParameters.model_fields.items()}
MOST_ESTIMATED = 1_000_000


class ScoreField(serializers.FloatField):
    """A number from 0 to 100."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=100, **more)

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        value = super().to_internal_value(data)
        # No comparison refuses what is not a number.
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class QualitySerializer(serializers.Serializer[Any]):
    """By whom, and how fine."""

    provider = serializers.ChoiceField(choices=PROVIDERS, default=DEFAULTS["provider"])
    quality = serializers.ChoiceField(choices=QUALITIES, default=DEFAULTS["quality"].value)


class ModelRequestSerializer(QualitySerializer):
    """``target``: where the model is to be published; it decides the mesh gate's budget."""

    fidelity_target = ScoreField(default=DEFAULTS["fidelity_target"])
    target = serializers.ChoiceField(choices=TARGETS, default=DEFAULTS["target"])

    def wish(self) -> Wish:
        """What was asked for, once it is checked."""
        return Wish(**{name: self.validated_data[name] for name in Wish.__dataclass_fields__})


class OneModelSerializer(ModelRequestSerializer):
    """A 3D model of one photograph."""

    asset_id = serializers.UUIDField()


class BatchOfModelsSerializer(ModelRequestSerializer):
    """A 3D model of each photograph; one that is named twice is made once."""

    asset_ids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST
    )


class EstimateRequestSerializer(QualitySerializer):
    """How many models, by whom, and how fine."""

    asset_count = serializers.IntegerField(min_value=1, max_value=MOST_ESTIMATED)


class ChangesSerializer(serializers.Serializer[Any]):
    """What the next model is to have other than the present one."""

    quality = serializers.ChoiceField(choices=QUALITIES, required=False)
    fidelity_target = ScoreField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError(
                {str(name): [_("This cannot be changed here.")] for name in unknown}
            )
        return super().to_internal_value(data)


class ApprovalSerializer(serializers.Serializer[Any]):
    """What may be said with an approval."""

    note = serializers.CharField(default="", allow_blank=True)


class ModelRejectionSerializer(ApprovalSerializer):
    """``reason``: one reason code, or words of one's own, kept as the note of ``other``.
    ``reasons``: reason codes; at least one of both unless it is made anew."""

    reason = serializers.CharField(default="", allow_blank=True)
    reasons = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=40, default=list
    )
    regenerate = serializers.BooleanField(default=False)
    parameters = ChangesSerializer(default=dict)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["parameters"] and not attrs["regenerate"]:
            words = _("Parameters are for a model that is made anew: set regenerate.")
            raise serializers.ValidationError({"parameters": [words]})
        reason = attrs["reason"].strip()
        if reason in Reason.values:
            attrs["reasons"] = [*attrs["reasons"], reason]
        elif reason:
            attrs["reasons"] = [*attrs["reasons"], Reason.OTHER.value]
            attrs["note"] = "\n".join(part for part in (reason, attrs["note"].strip()) if part)
        return attrs
