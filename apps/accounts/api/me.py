"""Who the token belongs to, and what they may do."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import Team, User
from apps.accounts.permissions import Action, may


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
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_may(self, person: User) -> list[str]:
        return [action.value for action in Action if may(person, action)]


class MeView(APIView):
    """``GET /auth/me/``."""

    actions = {"get": Action.READ}

    @extend_schema(
        operation_id="auth_me", summary="Who am I", tags=["auth"], responses=MeSerializer
    )
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        return Response(MeSerializer(request.user).data)
