"""``/workers/``: who works, and how the queues stand."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.health.fleet import fleet, ping
from apps.jobs.health.queues import queues


class CurrentStepSerializer(serializers.Serializer[Any]):
    """A step that runs; ``job`` is null where it belongs to another team."""

    key = serializers.CharField()
    queue = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    progress = serializers.FloatField()
    job = serializers.UUIDField(source="job.pk", default=None, allow_null=True)


class WorkerSerializer(serializers.Serializer[Any]):
    """A process that runs steps; ``queues`` says how many of each at once."""

    name = serializers.CharField(source="worker.name")
    host = serializers.CharField(source="worker.host")
    pid = serializers.IntegerField(source="worker.pid")
    queues = serializers.DictField(source="worker.queues", child=serializers.IntegerField())
    memory_bytes = serializers.IntegerField(source="worker.memory_bytes")
    draining = serializers.BooleanField(source="worker.draining")
    started_at = serializers.DateTimeField(source="worker.started_at")
    seen_at = serializers.DateTimeField(source="worker.seen_at")
    alive = serializers.BooleanField(help_text="Heard of in the last 30 seconds.")
    steps = CurrentStepSerializer(many=True)


class PingSerializer(serializers.Serializer[Any]):
    """Who would hear of new work; ``queues``: steps that can run at once."""

    workers = serializers.IntegerField()
    queues = serializers.DictField(child=serializers.IntegerField())
    seen_at = serializers.DateTimeField(allow_null=True)


class QueueSerializer(serializers.Serializer[Any]):
    """A queue; ``oldest_seconds`` is how long a step that is ready has waited."""

    name = serializers.CharField()
    ready = serializers.IntegerField()
    running = serializers.IntegerField()
    waiting = serializers.IntegerField()
    oldest_seconds = serializers.FloatField()
    held = serializers.SerializerMethodField()

    def get_held(self, standing: Any) -> bool:
        return standing.hold is not None


@extend_schema(tags=["workers"])
class WorkerViewSet(viewsets.ViewSet):
    """The house's workers, whichever team they work for at the moment."""

    actions = {"list": Action.OPERATE, "ping": Action.READ, "queues": Action.OPERATE}

    @extend_schema(
        operation_id="workers_list",
        summary="Every worker, and what runs there",
        responses=WorkerSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        return Response(WorkerSerializer(fleet(request.user), many=True).data)

    @extend_schema(
        operation_id="workers_ping", summary="Does anybody work?", responses=PingSerializer
    )
    @action(detail=False)
    def ping(self, request: Request) -> Response:
        return Response(PingSerializer(ping()).data)

    @extend_schema(
        operation_id="workers_queues",
        summary="How the queues stand",
        responses=QueueSerializer(many=True),
    )
    @action(detail=False)
    def queues(self, request: Request) -> Response:
        return Response(QueueSerializer(queues(), many=True).data)
