"""Addresses of the jobs API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver

from skyy.api.routing import OptionalSlashRouter

from .callbacks import CallbackViewSet
from .jobs import JobViewSet
from .pipelines import PipelineViewSet
from .reviews import ReviewViewSet
from .workers import WorkerViewSet

router = OptionalSlashRouter()
router.register("callbacks", CallbackViewSet, basename="api-callback")
router.register("jobs", JobViewSet, basename="api-job")
router.register("pipelines", PipelineViewSet, basename="api-pipeline")
router.register("reviews", ReviewViewSet, basename="api-review")
router.register("workers", WorkerViewSet, basename="api-worker")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
