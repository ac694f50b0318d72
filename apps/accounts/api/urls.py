"""Addresses of the accounts API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver, path

from .me import MeView
from .tokens import RefreshView, TokenView

urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/token/", TokenView.as_view(), name="auth-token"),
    path("auth/token/refresh/", RefreshView.as_view(), name="auth-token-refresh"),
    path("auth/me/", MeView.as_view(), name="auth-me"),
]
