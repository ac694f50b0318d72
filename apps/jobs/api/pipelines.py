"""``/pipelines/``: what can be asked for, and with which parameters."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.permissions import Action
from apps.jobs.making.offer import offer, offers
from skyy.api.errors import Code, Problem


class PipelineSerializer(serializers.Serializer[Any]):
    """A kind of job; ``parameters`` is the JSON Schema of ``params``."""

    kind = serializers.CharField()
    name = serializers.CharField()
    profiles = serializers.ListField(child=serializers.CharField())
    parameters = serializers.DictField()


@extend_schema(tags=["pipelines"])
class PipelineViewSet(viewsets.ViewSet):
    """The kinds of job people can ask for."""

    actions = {"list": Action.READ, "retrieve": Action.READ}
    lookup_field = "kind"

    @extend_schema(
        operation_id="pipelines_list",
        summary="Every kind of job",
        responses=PipelineSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        return Response(PipelineSerializer(offers(), many=True).data)

    @extend_schema(
        operation_id="pipelines_read",
        summary="One kind of job",
        parameters=[OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses=PipelineSerializer,
    )
    def retrieve(self, request: Request, kind: Any) -> Response:
        found = offer(str(kind))
        if found is None:
            raise Problem(Code.NOT_FOUND, "There is no such pipeline.")
        return Response(PipelineSerializer(found).data)
