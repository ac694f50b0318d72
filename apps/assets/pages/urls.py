"""Addresses of the assets pages and of stored files."""

from django.urls import path

from . import files, library, one, uploads

app_name = "assets"

urlpatterns = [
    path("library/", library.library, name="library"),
    path("library/upload/", uploads.upload, name="upload"),
    path("library/<uuid:pk>/", one.detail, name="detail"),
    path("library/<uuid:pk>/edit/", one.edit, name="edit"),
    path("library/<uuid:pk>/delete/", one.delete, name="delete"),
    path("library/<uuid:pk>/restore/", one.restore, name="restore"),
    path("library/<uuid:pk>/revert/<int:number>/", one.revert, name="revert"),
    path("library/delete/", library.delete_many, name="delete_many"),
    path("media/versions/<uuid:pk>/", files.original, name="file"),
    path("media/renditions/<uuid:pk>/", files.rendition, name="rendition"),
]
