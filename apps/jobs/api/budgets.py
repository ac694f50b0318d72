"""``/budgets/``: what may be spent, what is held, what is spent."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, Visible
from apps.accounts.permissions import Action
from apps.catalog.models import Campaign
from apps.jobs.costs.budgets import change_budget, create_budget
from apps.jobs.models import Budget
from skyy.money import from_nano

from .amounts import AmountField


class BudgetSerializer(serializers.ModelSerializer[Budget]):
    """Amounts are in units of ``currency``; without a ``limit`` nothing is refused."""

    limit = serializers.SerializerMethodField()
    held = serializers.SerializerMethodField()
    spent = serializers.SerializerMethodField()

    class Meta:
        model = Budget
        fields = ["id", "name", "campaign", "currency", "limit", "held", "spent", "created_at"]

    def get_limit(self, budget: Budget) -> str | None:
        return None if budget.limit_nano is None else f"{from_nano(budget.limit_nano):f}"

    def get_held(self, budget: Budget) -> str:
        return f"{from_nano(budget.held_nano):f}"

    def get_spent(self, budget: Budget) -> str:
        return f"{from_nano(budget.spent_nano):f}"


class NewBudgetSerializer(serializers.Serializer[Any]):
    """A new budget; without a campaign it is the team's."""

    name = serializers.CharField(max_length=120)
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", default="USD")
    limit = AmountField(allow_null=True, default=None)
    campaign = Visible(queryset=Campaign.objects.all(), allow_null=True, default=None)


class BudgetChangeSerializer(serializers.Serializer[Any]):
    """What may be changed."""

    name = serializers.CharField(max_length=120, required=False)
    limit = AmountField(allow_null=True, required=False)


@extend_schema_view(
    list=extend_schema(operation_id="budgets_list", summary="Budgets", tags=["costs"]),
    retrieve=extend_schema(operation_id="budgets_read", summary="A budget", tags=["costs"]),
)
class BudgetViewSet(Resource[Budget]):
    """The team's budgets."""

    actions = dict.fromkeys(["list", "retrieve", "create", "partial_update"], Action.EDIT_BUDGETS)
    queryset = Budget.objects.none()
    serializer_class = BudgetSerializer
    ordering_fields = ["name", "created_at"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[Budget]:
        return Budget.objects.visible_to(self.user)

    @extend_schema(
        operation_id="budgets_create",
        summary="Make a budget",
        tags=["costs"],
        request=NewBudgetSerializer,
        responses={201: BudgetSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        made = create_budget(team=self.user.team, **self.checked(NewBudgetSerializer, request))
        return Response(BudgetSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="budgets_change",
        summary="Rename a budget or set its limit",
        tags=["costs"],
        request=BudgetChangeSerializer,
        responses=BudgetSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        budget = self.get_object()
        known = None if budget.limit_nano is None else from_nano(budget.limit_nano)
        wish = self.checked(BudgetChangeSerializer, request)
        changed = change_budget(
            budget, name=wish.get("name", budget.name), limit=wish.get("limit", known)
        )
        return Response(BudgetSerializer(changed).data)
