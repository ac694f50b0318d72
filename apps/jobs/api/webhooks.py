"""``/webhooks/{provider}/``: providers tell that something happened."""

from typing import IO, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.jobs.providers.remote import webhooks


class RawParser(BaseParser):
    """The body as it came, whatever it says it is: its signature is over the bytes."""

    media_type = "*/*"

    def parse(self, stream: IO[Any], *args: Any, **kwargs: Any) -> dict[str, bytes]:
        """Read at most one byte more than is taken."""
        return {"body": stream.read(webhooks.MOST_BYTES + 1)}


class TakenSerializer(serializers.Serializer[Any]):
    """The webhook was taken."""

    taken = serializers.BooleanField()


class WebhookView(APIView):
    """Nobody signs in here: the signature is the whole authentication."""

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [RawParser]
    throttle_classes = []
    checks_credentials = True

    @extend_schema(
        operation_id="webhooks_receive",
        summary="Take a provider's signed webhook",
        tags=["webhooks"],
        auth=[],
        request={"application/json": OpenApiTypes.OBJECT},
        responses=TakenSerializer,
    )
    def post(self, request: Request, provider: str) -> Response:
        sent = request.data
        body: bytes = sent.get("body", b"") if isinstance(sent, dict) else b""
        headers = {name.lower(): value for name, value in request.headers.items()}
        webhooks.receive(provider, headers, body)
        return Response({"taken": True})
