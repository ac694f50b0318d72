"""Teams and people in the admin: seen by staff, changed by Owners."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from . import devices, second_factor
from .audit.administration import Audited
from .models import Team, User
from .people import assign_role
from .permissions import Action, may
from .roles import Role

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _UserAdmin = UserAdmin[User]
else:  # not generic while it runs
    _ModelAdmin = admin.ModelAdmin
    _UserAdmin = UserAdmin

# Roles decide, not Django's groups; and numbers of tokens are nobody's business.
admin.site.unregister([Group, OutstandingToken, BlacklistedToken])

# A filter beside a list names only rows that the list itself knows: never another team's.
admin.FieldListFilter.register(
    lambda field: bool(field.remote_field), admin.RelatedOnlyFieldListFilter, take_priority=True
)


class OwnersOnly(Audited):
    """Staff may look, Owners may change."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.PUBLISH)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.ADMINISTER)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.ADMINISTER)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.ADMINISTER)


@admin.register(Team)
class TeamAdmin(OwnersOnly):
    list_display = ["name", "members_count", "created_at"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        teams = Team.objects.annotate(members_number=Count("members"))
        if may(request.user, Action.ADMINISTER) or not isinstance(request.user, User):
            return teams
        return teams.filter(members=request.user)

    @admin.display(description=_("members"), ordering="members_number")
    def members_count(self, team: Any) -> int:
        return int(team.members_number)


@admin.register(User)
class PersonAdmin(OwnersOnly, _UserAdmin):
    list_display = ["username", "full_name", "email", "role", "team", "is_active", "last_login"]
    list_filter = ["role", "team", "is_active"]
    list_select_related = ["team"]
    ordering = ["username"]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined", "second_factor_at"]
    actions = ["sign_out_everywhere", "remove_second_factor"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Place in the house"), {"fields": ("role", "team", "is_active")}),
        (_("Dates"), {"fields": ("last_login", "date_joined", "second_factor_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "email", "usable_password", "password1", "password2")}),
        (_("Place in the house"), {"fields": ("role", "team")}),
    )

    @admin.display(description=_("name"))
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            devices.end_everywhere(person)

    @admin.action(
        description=_("Remove the second factor (its app and codes are lost)"),
        permissions=["change"],
    )
    def remove_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            second_factor.remove(person)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = super().get_queryset(request)
        if may(request.user, Action.ADMINISTER) or not isinstance(request.user, User):
            return people
        return people.filter(team=request.user.team_id)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is not None and obj.pk == request.user.pk:
            # Nobody locks the house from the inside.
            fields += ["role", "is_active"]
        return fields

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.pk == request.user.pk:
            return False
        return super().has_delete_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool
    ) -> None:
        assign_role(obj, Role(obj.role))
        super().save_model(request, obj, form, change)
