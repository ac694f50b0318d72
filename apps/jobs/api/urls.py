"""Addresses of the jobs API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

from .jobs import JobViewSet
from .pipelines import PipelineViewSet
from .reviews import ReviewViewSet


class OptionalSlashRouter(SimpleRouter):
    """With or without the slash: what creates work must not be redirected."""

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"


router = OptionalSlashRouter()
router.register("jobs", JobViewSet, basename="api-job")
router.register("pipelines", PipelineViewSet, basename="api-pipeline")
router.register("reviews", ReviewViewSet, basename="api-review")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
