"""Addresses of the catalog pages."""

from django.urls import URLPattern, URLResolver, path

from . import showcase

app_name = "catalog"

urlpatterns: list[URLPattern | URLResolver] = [
    path("showcase/", showcase.index, name="showcase"),
    path("showcase/feed.json", showcase.feed_page, name="showcase_feed"),
    path(
        "showcase/media/<uuid:publication>/<uuid:media>/<slug:specification>/",
        showcase.media,
        name="showcase_media",
    ),
    path("showcase/<slug:slug>/", showcase.product, name="showcase_product"),
]
