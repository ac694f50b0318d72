"""``/reviews/``: what waits for a person, who holds it, what was decided."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.accounts.api.once import once
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.models import Review
from apps.jobs.review import claims, decisions
from apps.jobs.review.counts import count
from apps.jobs.review.queue import with_pictures
from apps.jobs.review.reasons import Reason
from skyy.api.cursors import CursorPagination
from skyy.api.idempotency import idempotency_key

from .review_filters import ReviewFilter, filters_from
from .reviews_shown import (
    ClaimSerializer,
    CountsOfReviewsSerializer,
    NoteSerializer,
    ReasonSerializer,
    RegenerationSerializer,
    RejectionSerializer,
    ReviewDetailSerializer,
    ReviewSerializer,
)

F = TypeVar("F", bound=Callable[..., Response])


def _post(
    name: str,
    summary: str,
    body: Any,
    answer: Any,
) -> Callable[[F], F]:
    """Describe one of the moves."""
    described: Callable[[F], F] = extend_schema(
        operation_id=f"reviews_{name}",
        summary=summary,
        tags=["reviews"],
        request=body,
        responses=answer,
    )
    return described


@extend_schema_view(
    list=extend_schema(
        operation_id="reviews_list", summary="Reviews, oldest first", tags=["reviews"]
    ),
    retrieve=extend_schema(
        operation_id="reviews_read",
        summary="A review with evidence and decisions",
        tags=["reviews"],
        responses=ReviewDetailSerializer,
    ),
)
class ReviewViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Review]):
    """The team's reviews for a Reviewer and above, those of one's own jobs for a Contributor."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "counts": Action.READ,
        "reasons": Action.READ,
        "claim": Action.REVIEW,
        "release": Action.REVIEW,
        "approve": Action.REVIEW,
        "reject": Action.REVIEW,
        "regenerate": Action.REVIEW,
        "undo": Action.REVIEW,
    }
    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    pagination_class = CursorPagination
    ordering_fields = ["created_at", "decided_at", "status"]
    ordering = ["created_at", "id"]
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_throttles(self) -> list[Any]:
        self.throttle_scope = "image" if self.action == "regenerate" else None
        return super().get_throttles()

    def get_queryset(self) -> QuerySet[Review]:
        return with_pictures(Review.objects.visible_to(_user(self.request)))

    def retrieve(self, request: Request, pk: Any) -> Response:
        return self._told(pk)

    @extend_schema(
        operation_id="reviews_counts",
        summary="How many each choice of a filter would show",
        tags=["reviews"],
        responses=CountsOfReviewsSerializer,
    )
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> Response:
        found = count(_user(request), filters_from(request._request.GET))
        return Response(CountsOfReviewsSerializer(found).data)

    @extend_schema(
        operation_id="reviews_reasons",
        summary="Reason codes and their words",
        tags=["reviews"],
        filters=False,
        responses=ReasonSerializer(many=True),
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def reasons(self, request: Request) -> Response:
        return Response([{"code": code, "words": words} for code, words in Reason.choices])

    @_post("claim", "Take a review for five minutes, or renew one's claim", None, ClaimSerializer)
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: Any) -> Response:
        return Response(ClaimSerializer(claims.claim(self._review(pk), _user(request))).data)

    @_post("release", "Give a review back", None, {204: None})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: Any) -> Response:
        claims.release(self._review(pk), _user(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @_post("approve", "Let the result stand", NoteSerializer, ReviewDetailSerializer)
    @action(detail=True, methods=["post"])
    @once
    def approve(self, request: Request, pk: Any) -> Response:
        review = self._review(pk)
        said = _checked(NoteSerializer(data=request.data))
        decisions.approve(review, _user(request), note=said["note"])
        return self._told(pk)

    @_post("reject", "Turn the result down", RejectionSerializer, ReviewDetailSerializer)
    @action(detail=True, methods=["post"])
    @once
    def reject(self, request: Request, pk: Any) -> Response:
        review = self._review(pk)
        said = _checked(RejectionSerializer(data=request.data))
        decisions.reject(review, _user(request), said["reasons"], note=said["note"])
        return self._told(pk)

    @_post(
        "regenerate",
        "Have it made anew; the last decision names the new job",
        RegenerationSerializer,
        {202: ReviewDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def regenerate(self, request: Request, pk: Any) -> Response:
        review = self._review(pk)
        said = _checked(RegenerationSerializer(data=request.data))
        decisions.regenerate(
            review,
            _user(request),
            changes=said["params"],
            reason_codes=said["reasons"],
            note=said["note"],
            idempotency_key=idempotency_key(request),
        )
        return self._told(pk, status.HTTP_202_ACCEPTED)

    @_post("undo", "Take the newest decision back", None, ReviewDetailSerializer)
    @action(detail=True, methods=["post"])
    @once
    def undo(self, request: Request, pk: Any) -> Response:
        decisions.undo(self._review(pk), _user(request))
        return self._told(pk)

    def _review(self, pk: Any) -> Review:
        return get_object_or_404(Review.objects.visible_to(_user(self.request)), pk=pk)

    def _told(self, pk: Any, code: int = status.HTTP_200_OK) -> Response:
        review = get_object_or_404(self.get_queryset(), pk=pk)
        return Response(ReviewDetailSerializer(review).data, status=code)


def _checked(serializer: Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    said: dict[str, Any] = serializer.validated_data
    return said


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
