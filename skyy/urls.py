"""Every address of the studio. Each floor names its own; here they are put together."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from skyy.api.published_schema import SchemaView

open_to_all = {
    "permission_classes": [AllowAny],
    "authentication_classes": [],
    "http_method_names": ["get", "head"],
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path(
        "api/schema/",
        SchemaView.as_view(**open_to_all),
        name="schema",
    ),
    path(
        "api/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", **open_to_all),
        name="docs",
    ),
    path("api/v1/", include("apps.accounts.api.urls")),
    path("api/v1/", include("apps.assets.api.urls")),
    path("api/v1/", include("apps.catalog.api.urls")),
    path("api/v1/", include("apps.jobs.api.urls")),
    path("", include("apps.jobs.health.urls")),
    path("", include("apps.accounts.pages.urls")),
    path("", include("apps.assets.pages.urls")),
    path("", include("apps.catalog.pages.urls")),
    path("", include("apps.jobs.pages.urls")),
]

handler400 = "skyy.api.fallback.bad_request"
handler404 = "skyy.api.fallback.not_found"
handler500 = "skyy.api.fallback.server_error"
