"""Who the token belongs to, and what they may do."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts import profiles
from apps.accounts.models import Team, User
from apps.accounts.page_address import page_address
from apps.accounts.permissions import Action, may

from .doors import OpenView, OwnView, PasswordField, checked, plain


class TeamSerializer(serializers.ModelSerializer[Team]):
    """A team in few words."""

    class Meta:
        model = Team
        fields = ["id", "name"]


class MeSerializer(serializers.ModelSerializer[User]):
    """The person themself; ``may`` lists the actions of their role."""

    team = TeamSerializer(read_only=True)
    # Empty where none is known, which the type of an address would not allow.
    email = serializers.CharField(read_only=True)
    role_label = serializers.CharField(source="get_role_display", read_only=True)
    may = serializers.SerializerMethodField()
    second_factor = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "email",
            "first_name",
            "last_name",
            "role",
            "role_label",
            "team",
            "may",
            "second_factor",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_may(self, person: User) -> list[str]:
        return [action.value for action in Action if may(person, action)]

    def get_second_factor(self, person: User) -> bool:
        return person.second_factor_at is not None


class ProfileSerializer(serializers.Serializer[Any]):
    """What one may say of oneself; another e-mail address needs the password."""

    first_name = serializers.CharField(max_length=150, allow_blank=True, required=False)
    last_name = serializers.CharField(max_length=150, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, required=False)
    password = PasswordField(required=False)


class AddressSerializer(serializers.Serializer[Any]):
    """What the link in the e-mail holds."""

    token = serializers.CharField(max_length=2000, write_only=True)


class MeView(OwnView):
    """``/auth/me/``: who one is, and changing what one says of oneself."""

    # An API key may ask whose it is, and change nothing.
    actions = {"get": Action.READ, "patch": Action.OWN_ACCOUNT}

    @extend_schema(
        operation_id="auth_me", summary="Who am I", tags=["auth"], responses=MeSerializer
    )
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(self.user).data)

    @extend_schema(
        operation_id="auth_me_update",
        summary="Change my profile",
        description="Names change at once. A new `email` is sent a link and holds once it was "
        "used; `password` is asked for with it.",
        tags=["auth"],
        request=ProfileSerializer,
        responses=MeSerializer,
    )
    def patch(self, request: Request) -> Response:
        said, user = checked(ProfileSerializer, request), self.user
        if "email" in said and said["email"] != user.email:
            where = page_address(plain(request), "accounts:new_address")
            profiles.ask_for_address(user, said["email"], said.get("password", ""), where)
        if "first_name" in said or "last_name" in said:
            names = {"first_name": user.first_name, "last_name": user.last_name} | said
            profiles.rename(user, names["first_name"], names["last_name"])
        return Response(MeSerializer(user).data)


class AddressView(OpenView):
    """The link in the e-mail puts a new address in place."""

    @extend_schema(
        operation_id="auth_email_confirm",
        summary="Confirm a new e-mail address",
        tags=["auth"],
        request=AddressSerializer,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        profiles.take_address(checked(AddressSerializer, request)["token"])
        return Response(status=status.HTTP_204_NO_CONTENT)
