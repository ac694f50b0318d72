"""Addresses of the accounts API, under ``/api/v1/``."""

from django.urls import URLPattern, URLResolver, re_path

from skyy.api.routing import OptionalSlashRouter

from . import passwords, second_factor, sign_out
from .api_keys import ApiKeyViewSet
from .audit import AuditViewSet
from .me import AddressView, MeView
from .privacy import PrivacyViewSet
from .register import JoinView, RegisterView
from .sign_out import DeviceViewSet
from .tokens import RefreshView, TokenView

router = OptionalSlashRouter()
router.register("auth/api-keys", ApiKeyViewSet, basename="auth-api-key")
router.register("auth/devices", DeviceViewSet, basename="auth-device")
router.register("audit", AuditViewSet, basename="audit")
router.register("privacy", PrivacyViewSet, basename="privacy")

_views = {
    "register": RegisterView,
    "register/confirm": JoinView,
    "token": TokenView,
    "token/refresh": RefreshView,
    "sign-out": sign_out.SignOutView,
    "sign-out/everywhere": sign_out.SignOutEverywhereView,
    "me": MeView,
    "email/confirm": AddressView,
    "password": passwords.PasswordView,
    "password/lost": passwords.LostView,
    "password/reset": passwords.ResetView,
    "second-factor": second_factor.SecondFactorView,
    "second-factor/confirm": second_factor.ConfirmView,
    "second-factor/off": second_factor.OffView,
    "second-factor/recovery-codes": second_factor.RecoveryCodesView,
}

# With or without the slash: a POST that is redirected loses its body.
urlpatterns: list[URLPattern | URLResolver] = [
    *(
        re_path(rf"^auth/{path}/?$", view.as_view(), name=f"auth-{path.replace('/', '-')}")
        for path, view in _views.items()
    ),
    *router.urls,
]
