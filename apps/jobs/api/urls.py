"""Addresses of the jobs API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver

from skyy.api.routing import OptionalSlashRouter

from .jobs import JobViewSet
from .pipeline import ModelJobViewSet, PipelineRequestViewSet
from .pipeline_fidelity import FidelityViewSet
from .pipeline_providers import ProviderViewSet
from .pipelines import PipelineViewSet
from .reviews import ReviewViewSet

router = OptionalSlashRouter()
router.register("jobs", JobViewSet, basename="api-job")
router.register("pipelines", PipelineViewSet, basename="api-pipeline")
router.register("pipeline", PipelineRequestViewSet, basename="api-models")
router.register("pipeline/jobs", ModelJobViewSet, basename="api-models-job")
router.register("pipeline/providers", ProviderViewSet, basename="api-models-provider")
router.register("pipeline/fidelity", FidelityViewSet, basename="api-models-fidelity")
router.register("reviews", ReviewViewSet, basename="api-review")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
