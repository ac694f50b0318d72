"""Turning the second factor on and off."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import second_factor
from apps.accounts.credentials import confirm_password

from .doors import CodeField, OwnView, PasswordField, checked


class StateSerializer(serializers.Serializer[Any]):
    """Whether it is on, whether it must be, and how many recovery codes are left."""

    active = serializers.BooleanField(read_only=True)
    needed = serializers.BooleanField(read_only=True)
    recovery_codes_left = serializers.IntegerField(read_only=True, min_value=0)


class BeginSerializer(serializers.Serializer[Any]):
    """The password once more."""

    password = PasswordField()


class EnrolmentSerializer(serializers.Serializer[Any]):
    """For an authenticator app: to type, to open, to scan (an inline SVG)."""

    secret = serializers.CharField(read_only=True)
    uri = serializers.CharField(read_only=True)
    svg = serializers.CharField(read_only=True)


class ConfirmSerializer(serializers.Serializer[Any]):
    """The first code the app shows."""

    code = CodeField()


class ProofSerializer(serializers.Serializer[Any]):
    """Password and a code."""

    password = PasswordField()
    code = CodeField()


class CodesSerializer(serializers.Serializer[Any]):
    """Each opens once in place of the app; they are shown now and never again."""

    recovery_codes = serializers.ListField(child=serializers.CharField(), read_only=True)


class SecondFactorView(OwnView):
    """How it stands (GET); a secret for an app (POST), which a first code then confirms."""

    @extend_schema(
        operation_id="auth_second_factor",
        summary="How the second factor stands",
        tags=["auth"],
        responses=StateSerializer,
    )
    def get(self, request: Request) -> Response:
        needed = settings.STAFF_SECOND_FACTOR and self.user.is_staff
        state = {
            "active": self.user.second_factor_at is not None,
            "needed": needed,
            "recovery_codes_left": second_factor.recovery_codes_left(self.user),
        }
        return Response(state)

    @extend_schema(
        operation_id="auth_second_factor_begin",
        summary="Begin with a second factor",
        tags=["auth"],
        request=BeginSerializer,
        responses=EnrolmentSerializer,
    )
    def post(self, request: Request) -> Response:
        confirm_password(self.user, checked(BeginSerializer, request)["password"])
        return Response(EnrolmentSerializer(second_factor.begin(self.user)).data)


class ConfirmView(OwnView):
    """Turns it on; from then on every sign-in asks for a code."""

    @extend_schema(
        operation_id="auth_second_factor_confirm",
        summary="Turn the second factor on",
        tags=["auth"],
        request=ConfirmSerializer,
        responses=CodesSerializer,
    )
    def post(self, request: Request) -> Response:
        codes = second_factor.confirm(self.user, checked(ConfirmSerializer, request)["code"])
        return Response({"recovery_codes": codes})


class OffView(OwnView):
    """Turns it off; those whose role needs one cannot."""

    @extend_schema(
        operation_id="auth_second_factor_off",
        summary="Turn the second factor off",
        tags=["auth"],
        request=ProofSerializer,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        said = checked(ProofSerializer, request)
        confirm_password(self.user, said["password"])
        second_factor.check(self.user, said["code"])
        second_factor.turn_off(self.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RecoveryCodesView(OwnView):
    """Makes new recovery codes; the old ones end."""

    @extend_schema(
        operation_id="auth_recovery_codes",
        summary="New recovery codes",
        tags=["auth"],
        request=ProofSerializer,
        responses=CodesSerializer,
    )
    def post(self, request: Request) -> Response:
        said = checked(ProofSerializer, request)
        confirm_password(self.user, said["password"])
        second_factor.check(self.user, said["code"])
        return Response({"recovery_codes": second_factor.new_recovery_codes(self.user)})
