"""Addresses for machines that look after the house."""

from django.urls import URLPattern, URLResolver, path

from .views import live, metrics, ready

app_name = "health"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", live, name="live"),
    path("health/ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
]
