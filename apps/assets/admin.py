"""The Django admin of the assets floor: to look, to correct words, and to act through services."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.audit.administration import Audited
from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.accounts.visibility import within_team
from skyy.api.errors import Problem

from . import lifecycle, ports, search
from .blobs import unreferenced
from .collections import update_collection
from .listing import with_pictures
from .models import Asset, Blob, Collection, Lineage, Rendition, Tag, Version
from .renditions import picture_sources, prefetched
from .specifications import gets_renditions

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _TabularInline = admin.TabularInline[Any, Any]
else:  # not generic while it runs
    _ModelAdmin = admin.ModelAdmin
    _TabularInline = admin.TabularInline


class ByRole(Audited):
    """Staff see their team's rows; the role table says whether they may change them."""

    team_path = "team"
    change_action: Action | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(within_team(request.user, self.team_path))

    def get_field_queryset(self, db: str | None, db_field: Any, request: Any) -> Any:
        """What a form can point at: rows of the same team."""
        target = db_field.remote_field.model
        if not any(field.name == "team" for field in target._meta.get_fields()):
            return super().get_field_queryset(db, db_field, request)
        return target._default_manager.filter(within_team(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.change_action is not None and may(request.user, self.change_action)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def thumbnail(version: Version | None) -> SafeString | str:
    """A small picture of a version, its place kept by width and height."""
    sources = picture_sources(version)
    if not sources:
        return "–"
    first = sources[0]
    height = 56
    width = max(1, round(height * first["width"] / first["height"]))
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="" loading="lazy">', first["url"], width, height
    )


class VersionInline(_TabularInline):
    """The versions of an asset."""

    model = Version
    fk_name = "asset"
    extra = 0
    fields = ("number", "source", "filename", "width", "height", "blob", "created_at")
    readonly_fields = fields
    show_change_link = True
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Asset)
class AssetAdmin(ByRole):
    """Assets. Deleting means the bin; nothing is removed here."""

    change_action = Action.EDIT_ASSETS
    list_display = ["picture", "name", "kind", "role", "status", "collection", "team", "created_at"]
    list_display_links = ["picture", "name"]
    list_filter = ["status", "kind", "role", "collection", "team", "created_at"]
    search_fields = ["name", "description", "current_version__filename"]
    date_hierarchy = "created_at"
    list_per_page = 50
    autocomplete_fields = ["collection", "tags"]
    fields = ["picture", "name", "description", "role", "collection", "tags", "kind", "status"]
    fields += ["team", "created_by", "created_at", "updated_at", "deleted_at"]
    readonly_fields = ["picture", "kind", "status", "team", "created_by"]
    readonly_fields += ["created_at", "updated_at", "deleted_at"]
    inlines = [VersionInline]
    actions = ["put_into_bin", "restore", "render_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asset]:
        return with_pictures(super().get_queryset(request)).select_related("team")

    def has_bin_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.DELETE_ASSETS)

    def save_model(self, request: HttpRequest, obj: Asset, form: Any, change: bool) -> None:
        try:
            lifecycle.edit(obj, collection=obj.collection)
        except Problem as problem:
            self.message_user(request, problem.message, messages.ERROR)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search.refresh([form.instance.pk])

    @admin.display(description=_("picture"))
    def picture(self, asset: Asset) -> SafeString | str:
        return thumbnail(asset.current_version)

    @admin.action(description=_("Put into the bin"), permissions=["bin"])
    def put_into_bin(self, request: HttpRequest, chosen: QuerySet[Asset]) -> None:
        for asset in chosen:
            lifecycle.delete(asset)
        words = ngettext("%d asset is in the bin.", "%d assets are in the bin.", len(chosen))
        self.message_user(request, words % len(chosen), messages.SUCCESS)

    @admin.action(description=_("Restore from the bin"), permissions=["bin"])
    def restore(self, request: HttpRequest, chosen: QuerySet[Asset]) -> None:
        assert isinstance(request.user, User)
        restored = 0
        for asset in chosen:
            try:
                lifecycle.restore(asset, request.user)
            except Problem as problem:
                self.message_user(request, problem.message, messages.ERROR)
            else:
                restored += 1
        words = ngettext("%d asset is restored.", "%d assets are restored.", restored)
        self.message_user(request, words % restored, messages.SUCCESS)

    @admin.action(description=_("Make missing renditions"), permissions=["change"])
    def render_again(self, request: HttpRequest, chosen: QuerySet[Asset]) -> None:
        wanted = [
            asset.current_version_id
            for asset in chosen
            if gets_renditions(asset.kind, asset.role) and asset.current_version_id is not None
        ]
        for version_id in wanted:
            ports.request_renditions(version_id)
        words = ngettext(
            "What is missing of %d asset is being made.",
            "What is missing of %d assets is being made.",
            len(wanted),
        )
        self.message_user(request, words % len(wanted), messages.SUCCESS)


@admin.register(Collection)
class CollectionAdmin(ByRole):
    """Collections and their backdrops."""

    change_action = Action.EDIT_COLLECTIONS
    list_display = ["name", "slug", "position", "asset_count", "team"]
    list_editable = ["position"]
    # Counting drops the model's own order, which choosing by typing needs.
    ordering = ["position", "name"]
    list_filter = ["team"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ("name", "slug", "description", "backdrop", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.EDIT_COLLECTIONS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).select_related("team")
        counted: QuerySet[Any] = found.annotate(asset_count=Count("assets"))
        return counted

    def save_model(self, request: HttpRequest, obj: Collection, form: Any, change: bool) -> None:
        assert isinstance(request.user, User)
        try:
            if not change:
                obj.team = request.user.team
            update_collection(obj)
        except Problem as problem:
            self.message_user(request, problem.message, messages.ERROR)

    @admin.display(description=_("assets"), ordering="asset_count")
    def asset_count(self, collection: Any) -> int:
        return int(collection.asset_count)


@admin.register(Tag)
class TagAdmin(ByRole):
    """Tags."""

    change_action = Action.EDIT_ASSETS
    list_display = ["name", "team"]
    list_filter = ["team"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        search.refresh_tag(obj.pk)


@admin.register(Version)
class VersionAdmin(ByRole):
    """Versions are immutable."""

    team_path = "asset__team"
    list_display = ["picture", "asset", "number", "source", "filename", "width", "height"]
    list_display += ["created_at"]
    list_filter = ["source", "asset__kind", "asset__role", "created_at"]
    search_fields = ["filename", "asset__name", "blob__sha256"]
    date_hierarchy = "created_at"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        found = super().get_queryset(request).select_related("asset", "blob")
        return found.prefetch_related(prefetched())

    @admin.display(description=_("picture"))
    def picture(self, version: Version) -> SafeString | str:
        return thumbnail(version)


@admin.register(Rendition)
class RenditionAdmin(ByRole):
    """Renditions are made by steps."""

    team_path = "version__asset__team"
    list_display = ["picture", "version", "specification", "width", "height", "size", "created_at"]
    list_filter = ["specification", "created_at"]
    search_fields = ["version__filename", "version__asset__name"]
    list_select_related = ["version__asset", "blob"]
    list_per_page = 50

    @admin.display(description=_("picture"))
    def picture(self, rendition: Rendition) -> SafeString:
        address = reverse("assets:rendition", args=[rendition.pk])
        return format_html('<img src="{}" height="56" alt="" loading="lazy">', address)

    @admin.display(description=_("size"), ordering="blob__size")
    def size(self, rendition: Rendition) -> str:
        return filesizeformat(rendition.blob.size)


class InUse(admin.SimpleListFilter):
    """Whether any row points at a blob."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("by nothing: the sweep will remove it"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Blob]) -> QuerySet[Blob]:
        if self.value() == "no":
            return queryset.filter(pk__in=unreferenced().values("pk"))
        return queryset


@admin.register(Blob)
class BlobAdmin(ByRole):
    """Blobs come and go with the rows that point at them."""

    list_display = ["short", "storage", "media_type", "readable_size", "key", "created_at"]
    list_filter = ["storage", "media_type", InUse]
    search_fields = ["sha256", "key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Blob]:
        return Blob.objects.all()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A blob belongs to no team: several may point at one.
        return may(request.user, Action.ADMINISTER)

    @admin.display(description=_("SHA-256"), ordering="sha256")
    def short(self, blob: Blob) -> str:
        return blob.sha256[:16]

    @admin.display(description=_("size"), ordering="size")
    def readable_size(self, blob: Blob) -> str:
        return filesizeformat(blob.size)


@admin.register(Lineage)
class LineageAdmin(ByRole):
    """What was made from what."""

    team_path = "child__asset__team"
    list_display = ["child", "relation", "parent"]
    list_filter = ["relation"]
    search_fields = ["child__asset__name", "parent__asset__name"]
    list_select_related = ["child__asset", "parent__asset"]
