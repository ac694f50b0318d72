"""Addresses of the assets pages and of stored files."""

from django.urls import path

from .bin import library_bin, remove_version
from .bulk import bulk_edit, bulk_undo
from .collections import collection_delete, collection_edit, collection_new, collections
from .duplicates import decide, duplicates
from .files import original, rendition, signed
from .library import delete_many, library
from .link import link
from .one import delete, detail, edit, restore, revert
from .receive import receive
from .rights import change, release_add, release_withdraw
from .searches import forget, save
from .uploads import upload

app_name = "assets"

urlpatterns = [
    path("library/", library, name="library"),
    path("library/upload/", upload, name="upload"),
    path("library/<uuid:pk>/", detail, name="detail"),
    path("library/<uuid:pk>/edit/", edit, name="edit"),
    path("library/<uuid:pk>/delete/", delete, name="delete"),
    path("library/<uuid:pk>/restore/", restore, name="restore"),
    path("library/<uuid:pk>/revert/<int:number>/", revert, name="revert"),
    path("library/<uuid:pk>/link/", link, name="link"),
    path("library/collections/", collections, name="collections"),
    path("library/collections/new/", collection_new, name="collection_new"),
    path("library/collections/<uuid:pk>/", collection_edit, name="collection_edit"),
    path("library/collections/<uuid:pk>/delete/", collection_delete, name="collection_delete"),
    path("library/<uuid:pk>/rights/", change, name="rights"),
    path("library/<uuid:pk>/releases/", release_add, name="release_add"),
    path("library/bulk/", bulk_edit, name="bulk"),
    path("library/bulk/<uuid:pk>/undo/", bulk_undo, name="bulk_undo"),
    path("library/searches/", save, name="search_save"),
    path("library/searches/<uuid:pk>/delete/", forget, name="search_forget"),
    path("library/duplicates/", duplicates, name="duplicates"),
    path("library/duplicates/<uuid:pk>/", decide, name="duplicate_decide"),
    path("library/releases/<uuid:pk>/withdraw/", release_withdraw, name="release_withdraw"),
    path("library/delete/", delete_many, name="delete_many"),
    path("library/bin/", library_bin, name="bin"),
    path("library/<uuid:pk>/versions/<int:number>/delete/", remove_version, name="version_delete"),
    path("media/signed/<str:token>/", signed, name="signed"),
    path("media/uploads/<str:token>/", receive, name="receive"),
    path("media/versions/<uuid:pk>/", original, name="file"),
    path("media/renditions/<uuid:pk>/", rendition, name="rendition"),
]
