"""Addresses of the accounts API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver, re_path

from skyy.api.routing import OptionalSlashRouter

from .audit import AuditViewSet
from .me import MeView
from .tokens import RefreshView, TokenView

oversight = OptionalSlashRouter()
oversight.register("audit", AuditViewSet, basename="audit")

# With or without the slash: a POST that is redirected loses its body.
urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^auth/token/?$", TokenView.as_view(), name="auth-token"),
    re_path(r"^auth/token/refresh/?$", RefreshView.as_view(), name="auth-token-refresh"),
    re_path(r"^auth/me/?$", MeView.as_view(), name="auth-me"),
    *oversight.urls,
]
