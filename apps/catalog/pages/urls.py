"""Addresses of the catalog pages."""

from django.urls import URLPattern, URLResolver, path

from . import (
    clients,
    drops,
    export,
    naming,
    photographs,
    product,
    product_edit,
    product_list,
    showcase,
    tray,
)

app_name = "catalog"

urlpatterns: list[URLPattern | URLResolver] = [
    path("products/", product_list.products, name="products"),
    path("products/new/", product_edit.new_product, name="product_new"),
    path("products/<uuid:pk>/", product.product, name="product"),
    path("products/<uuid:pk>/edit/", product_edit.edit_product, name="product_edit"),
    path("products/<uuid:pk>/publish/", product.publish_product, name="publish"),
    path("products/<uuid:pk>/unpublish/", product.unpublish_product, name="unpublish"),
    path("products/<uuid:pk>/archive/", product.archive, name="product_archive"),
    path("products/<uuid:pk>/restore/", product.restore, name="product_restore"),
    path("products/<uuid:pk>/variants/new/", product_edit.new_variant, name="variant_new"),
    path("products/variants/<uuid:pk>/", product_edit.edit_variant, name="variant_edit"),
    path("products/variants/<uuid:pk>/photographs/", photographs.upload, name="photographs"),
    path("products/photographs/<uuid:pk>/view/", photographs.change_view, name="photograph_view"),
    path("products/photographs/<uuid:pk>/detach/", photographs.detach, name="photograph_detach"),
    path("library/tray/", tray.waiting, name="tray"),
    path("library/tray/place/", tray.place, name="tray_place"),
    path("library/naming/", naming.naming, name="naming"),
    path("library/export/", export.export, name="export"),
    path("products/drops/", drops.drops, name="drops"),
    path("products/drops/<uuid:pk>/", drops.edit_drop, name="drop_edit"),
    path("products/seasons/new/", drops.new_season, name="season_new"),
    path("products/seasons/<uuid:pk>/drops/new/", drops.new_drop, name="drop_new"),
    path("products/clients/", clients.clients, name="clients"),
    path("products/clients/new/", clients.new_client, name="client_new"),
    path("products/clients/<uuid:pk>/", clients.client, name="client"),
    path("products/clients/<uuid:pk>/edit/", clients.edit_client, name="client_edit"),
    path("products/clients/<uuid:pk>/campaigns/new/", clients.new_campaign, name="campaign_new"),
    path("products/campaigns/<uuid:pk>/", clients.edit_campaign, name="campaign_edit"),
    path("showcase/", showcase.index, name="showcase"),
    path("showcase/feed.json", showcase.feed_page, name="showcase_feed"),
    path(
        "showcase/media/<uuid:publication>/<uuid:media>/<slug:specification>/",
        showcase.media,
        name="showcase_media",
    ),
    path("showcase/<slug:slug>/", showcase.product, name="showcase_product"),
]
