"""Addresses of the jobs API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver

from skyy.api.routing import OptionalSlashRouter

from .jobs import JobViewSet
from .pipelines import PipelineViewSet
from .reviews import ReviewViewSet

router = OptionalSlashRouter()
router.register("jobs", JobViewSet, basename="api-job")
router.register("pipelines", PipelineViewSet, basename="api-pipeline")
router.register("reviews", ReviewViewSet, basename="api-review")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
