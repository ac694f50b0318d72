"""Addresses of the jobs API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver, re_path

from skyy.api.routing import OptionalSlashRouter

from .budgets import BudgetViewSet
from .callbacks import CallbackViewSet
from .calls import CallViewSet
from .costs import CostViewSet
from .fetching import FetchViewSet
from .jobs import JobViewSet
from .pipeline import ModelJobViewSet, PipelineRequestViewSet
from .pipeline_fidelity import FidelityViewSet
from .pipeline_providers import ProviderViewSet
from .pipelines import PipelineViewSet
from .reviews import ReviewViewSet
from .webhooks import WebhookView
from .workers import WorkerViewSet

router = OptionalSlashRouter()
router.register("assets/ingest", FetchViewSet, basename="api-ingest")
router.register("budgets", BudgetViewSet, basename="api-budget")
router.register("callbacks", CallbackViewSet, basename="api-callback")
router.register("calls", CallViewSet, basename="api-call")
router.register("costs", CostViewSet, basename="api-cost")
router.register("jobs", JobViewSet, basename="api-job")
router.register("pipelines", PipelineViewSet, basename="api-pipeline")
router.register("pipeline", PipelineRequestViewSet, basename="api-models")
router.register("pipeline/jobs", ModelJobViewSet, basename="api-models-job")
router.register("pipeline/providers", ProviderViewSet, basename="api-models-provider")
router.register("pipeline/fidelity", FidelityViewSet, basename="api-models-fidelity")
router.register("reviews", ReviewViewSet, basename="api-review")
router.register("workers", WorkerViewSet, basename="api-worker")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    re_path(
        r"^webhooks/(?P<provider>[a-z0-9_-]{1,40})/?$", WebhookView.as_view(), name="api-webhook"
    ),
]
