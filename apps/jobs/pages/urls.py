"""Addresses of the jobs pages."""

from django.urls import URLPattern, URLResolver, path

from .callbacks import callback_resend
from .control import move
from .costs import budget, budget_new, costs, decide_call
from .fetching import fetching
from .job import job
from .new_job import new_job
from .pipeline import band, pipeline
from .review import decide, regenerate, review, review_queue
from .today import today
from .workers import queue, workers

app_name = "jobs"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("pipeline/", pipeline, name="pipeline"),
    path("pipeline/<uuid:job_id>/", band, name="band"),
    path("callbacks/<uuid:pk>/resend/", callback_resend, name="callback_resend"),
    path("library/fetch/", fetching, name="fetching"),
    path("jobs/new/", new_job, name="new"),
    path("jobs/<uuid:job_id>/", job, name="job"),
    path("jobs/<uuid:job_id>/<slug:name>/", move, name="move"),
    path("costs/", costs, name="costs"),
    path("costs/budgets/new/", budget_new, name="budget_new"),
    path("costs/budgets/<uuid:pk>/", budget, name="budget"),
    path("costs/calls/<uuid:pk>/<slug:decision>/", decide_call, name="decide_call"),
    path("workers/", workers, name="workers"),
    path("workers/<slug:move>/", queue, name="queue"),
    path("review/", review_queue, name="review_queue"),
    path("review/<uuid:review_id>/", review, name="review"),
    path("review/<uuid:review_id>/decide/", decide, name="review_decide"),
    path("review/<uuid:review_id>/regenerate/", regenerate, name="review_regenerate"),
]
