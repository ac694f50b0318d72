"""``/pipeline/fidelity/``: how near a model is to its photograph, and what is decided of it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.models import FidelityReport, ReviewDecision
from apps.jobs.review import scored
from skyy.api.errors import Code, Problem
from skyy.api.idempotency import idempotency_key

from .fidelity_shown import DecidedModelSerializer, ScoredModelSerializer
from .pipeline_requested import ApprovalSerializer, ModelRejectionSerializer

TAGS = ["pipeline"]
ASSET = OpenApiParameter(
    "asset_id",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description="A 3D model, or a photograph: then its newest model is meant.",
)


class FidelityViewSet(viewsets.ViewSet):
    """Scores of the team's models; deciding takes a Reviewer."""

    actions = {"retrieve": Action.READ, "approve": Action.REVIEW, "reject": Action.REVIEW}
    lookup_field = "asset_id"
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_throttles(self) -> list[Any]:
        # Turning down is not limited, making anew is.
        anew = self.action == "reject" and _asks_anew(self.request)
        self.throttle_scope = "generation" if anew else None
        return super().get_throttles()

    @extend_schema(
        operation_id="pipeline_fidelity_read",
        summary="A model's score against its photograph, with evidence",
        tags=TAGS,
        parameters=[ASSET],
        responses=ScoredModelSerializer,
    )
    def retrieve(self, request: Request, asset_id: str) -> Response:
        return Response(ScoredModelSerializer(_report(request, asset_id)).data)

    @extend_schema(
        operation_id="pipeline_fidelity_approve",
        summary="Let a model stand",
        tags=TAGS,
        parameters=[ASSET],
        request=ApprovalSerializer,
        responses=DecidedModelSerializer,
    )
    @action(detail=True, methods=["post"])
    @once
    def approve(self, request: Request, asset_id: str) -> Response:
        report = _report(request, asset_id)
        said = ApprovalSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        scored.approve(report, _user(request), note=said.validated_data["note"])
        return _decided(request, report)

    @extend_schema(
        operation_id="pipeline_fidelity_reject",
        summary="Turn a model down, or have it made anew",
        description="With `regenerate` the answer is a 202 with `new_job_id`.",
        tags=TAGS,
        parameters=[ASSET],
        request=ModelRejectionSerializer,
        responses={200: DecidedModelSerializer, 202: DecidedModelSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def reject(self, request: Request, asset_id: str) -> Response:
        report, user = _report(request, asset_id), _user(request)
        asked = ModelRejectionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        if not said["regenerate"]:
            scored.reject(report, user, said["reasons"], note=said["note"])
            return _decided(request, report)
        decision = scored.regenerate(
            report,
            user,
            said["reasons"],
            changes=said["parameters"],
            note=said["note"],
            idempotency_key=idempotency_key(request),
        )
        return _decided(request, report, decision)


def _asks_anew(request: Request) -> bool:
    body = request.data
    return isinstance(body, dict) and bool(body.get("regenerate"))


def _report(request: Request, asset_id: str) -> FidelityReport:
    try:
        wanted = UUID(asset_id)
    except ValueError as error:
        raise Problem(Code.NOT_FOUND, _("There is no such asset.")) from error
    return scored.report_of(_user(request), wanted)


def _decided(
    request: Request, report: FidelityReport, anew: ReviewDecision | None = None
) -> Response:
    fresh = scored.with_evidence(FidelityReport.objects.visible_to(_user(request)))
    told = DecidedModelSerializer(
        fresh.get(pk=report.pk), context={"new_job_id": anew.new_job_id if anew else None}
    )
    return Response(told.data, status.HTTP_202_ACCEPTED if anew else status.HTTP_200_OK)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
