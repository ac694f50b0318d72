"""Addresses of the accounts pages."""

from django.urls import URLPattern, URLResolver, path

from . import api_keys, devices, joining, security
from .audit import audit, audit_export
from .privacy import privacy, privacy_archive, privacy_of
from .profile import address, profile
from .sign_in import SignIn, code, sign_out

app_name = "accounts"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", code, name="code"),
    path("sign-out/", sign_out, name="sign_out"),
    path("register/", joining.register, name="register"),
    path("register/join/", joining.join, name="join"),
    path("password/lost/", joining.lost_password, name="lost_password"),
    path("password/new/", joining.new_password, name="new_password"),
    path("email/confirm/", joining.new_address, name="new_address"),
    path("profile/", profile, name="profile"),
    path("profile/email/", address, name="address"),
    path("profile/security/", security.security, name="security"),
    path("profile/password/", security.password, name="password"),
    path("profile/second-factor/", security.second_factor_on, name="second_factor"),
    path("profile/second-factor/off/", security.second_factor_off, name="second_factor_off"),
    path("profile/recovery-codes/", security.recovery_codes, name="recovery_codes"),
    path("profile/keys/", api_keys.keys, name="keys"),
    path("profile/keys/<uuid:pk>/revoke/", api_keys.revoke, name="revoke_key"),
    path("profile/devices/", devices.listed, name="devices"),
    path("profile/devices/<uuid:pk>/sign-out/", devices.sign_out_there, name="sign_out_there"),
    path("profile/sign-out-everywhere/", devices.sign_out_everywhere, name="sign_out_everywhere"),
    path("privacy/", privacy, name="privacy"),
    path("privacy/people/<uuid:pk>/", privacy_of, name="privacy_of"),
    path("privacy/<uuid:pk>/archive/", privacy_archive, name="privacy_archive"),
    path("audit/", audit, name="audit"),
    path("audit/export.csv", audit_export, name="audit_export"),
]
