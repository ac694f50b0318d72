"""Addresses of the accounts pages."""

from django.urls import URLPattern, URLResolver, path

from .audit import audit, audit_export
from .profile import password, profile
from .sign_in import SignIn, sign_out

app_name = "accounts"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("profile/", profile, name="profile"),
    path("profile/password/", password, name="password"),
    path("audit/", audit, name="audit"),
    path("audit/export.csv", audit_export, name="audit_export"),
]
