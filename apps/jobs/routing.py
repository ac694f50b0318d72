"""Addresses of the websockets."""

from typing import Any

from django.urls import URLPattern, path

from .consumers import BoardConsumer, JobConsumer

# Typed as Django's own: URLRouter takes ASGI applications where Django takes views.
board: Any = BoardConsumer.as_asgi()
job: Any = JobConsumer.as_asgi()

websocket_urlpatterns: list[URLPattern] = [
    path("ws/jobs/", board),
    path("ws/jobs/<uuid:job_id>/", job),
]
