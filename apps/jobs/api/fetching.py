"""``/assets/ingest/``: a file from an address, as a job."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.resource import VisibleSlug
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.assets.content.roles import DEFAULT_ROLE
from apps.assets.models import Collection
from apps.jobs.making.fetching import start_fetching
from apps.jobs.models import Job
from skyy.api.errors import Code
from skyy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key

from .jobs_shown import JobDetailSerializer


class FetchRequestSerializer(serializers.Serializer[Any]):
    """The address of one file, https, at most 100 MB in 60 seconds."""

    url = serializers.CharField(max_length=2000)
    filename = serializers.CharField(max_length=255, default="", allow_blank=True)
    name = serializers.CharField(max_length=200, default="", allow_blank=True)
    role = serializers.SlugField(max_length=32, default=DEFAULT_ROLE)
    collection = VisibleSlug(
        code=Code.COLLECTION_UNKNOWN,
        slug_field="slug",
        queryset=Collection.objects.all(),
        required=False,
        allow_null=True,
    )


class FetchViewSet(viewsets.GenericViewSet[Job]):
    """Asks for a file; at most five are on their way for a team."""

    actions = {"create": Action.UPLOAD}
    queryset = Job.objects.none()
    serializer_class = FetchRequestSerializer
    throttle_scope = "upload"

    @extend_schema(
        operation_id="assets_ingest",
        summary="Fetch a file from an address, as a job; the asset it makes has the job's id",
        tags=["uploads"],
        request=FetchRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: JobDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        given = FetchRequestSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        key = idempotency_key(request)
        job = start_fetching(request.user, **given.validated_data, idempotency_key=key)
        return Response(JobDetailSerializer(job).data, status=status.HTTP_202_ACCEPTED)
