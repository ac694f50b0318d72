"""Jobs, their steps and their events."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.jobs.engine import control
from apps.jobs.models import Event, Job, Step, StepFile
from apps.jobs.monitor.listing import visible_jobs
from apps.jobs.monitor.tiles import with_pictures
from skyy.api.errors import Problem

from .seen_only import SeenOnly, SeenOnlyInline, small_picture


class StepInline(SeenOnlyInline):
    model = Step
    fields = ["key", "queue", "status", "attempts", "losses", "from_cache", "seconds", "error"]
    ordering = ["ordinal"]


class FileInline(SeenOnlyInline):
    model = StepFile
    fields = ["name", "blob"]


@admin.register(Job)
class JobAdmin(SeenOnly):
    list_display = [
        "picture",
        "__str__",
        "kind",
        "status",
        "created_by",
        "created_at",
        "words",
    ]
    list_display_links = ["__str__"]
    list_filter = [
        "status",
        "kind",
        "is_batch",
        "paused",
        "priority",
        "created_at",
        ("created_by", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["id", "title", "variant__sku", "source__asset__name"]
    date_hierarchy = "created_at"
    inlines = [StepInline]
    actions = ["cancel", "retry"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return with_pictures(visible_jobs(request.user)).select_related(
            "created_by", "variant", "source__asset", "review__result__asset", "team"
        )

    @admin.display(description=_("picture"))
    def picture(self, job: Job) -> SafeString | str:
        review = getattr(job, "review", None)
        return small_picture(review.result if review is not None else job.source)

    @admin.display(description=_("error"))
    def words(self, job: Job) -> SafeString | str:
        if not job.error:
            return ""
        return format_html('<code title="{}">{}</code>', job.error["message"], job.error["code"])

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Asked by the actions."""
        return may(request.user, Action.CONTROL_JOBS)

    @admin.action(description=_("Stop"), permissions=["steer"])
    def cancel(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._steer(request, jobs, control.cancel, gettext("Stopped: %d."))

    @admin.action(description=_("Try again what failed"), permissions=["steer"])
    def retry(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self._steer(request, jobs, control.retry, gettext("Begun anew: %d."))

    def _steer(
        self,
        request: HttpRequest,
        jobs: QuerySet[Job],
        move: Callable[[Job, User | None], None],
        words: str,
    ) -> None:
        done = 0
        for job in jobs:
            try:
                move(job, request.user if isinstance(request.user, User) else None)
                done += 1
            except Problem as problem:
                self.message_user(request, f"{job}: {problem.message}", messages.WARNING)
        if done:
            self.message_user(request, words % done, messages.SUCCESS)


@admin.register(Step)
class StepAdmin(SeenOnly):
    list_display = ["key", "job", "queue", "status", "attempts", "losses", "seconds", "finished_at"]
    list_filter = ["status", "queue", "key", "from_cache", "handler"]
    list_select_related = ["job"]
    search_fields = ["job__id", "job__title", "claimed_by"]
    ordering = ["-started_at"]
    inlines = [FileInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        return super().get_queryset(request).filter(job__in=visible_jobs(request.user))


@admin.register(Event)
class EventAdmin(SeenOnly):
    list_display = ["created_at", "job", "number", "type", "data"]
    list_filter = ["type", "created_at"]
    list_select_related = ["job"]
    search_fields = ["job__id", "job__title"]
    ordering = ["-created_at", "-number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).filter(job__in=visible_jobs(request.user))


@admin.register(StepFile)
class StepFileAdmin(SeenOnly):
    list_display = ["step", "name", "blob"]
    list_filter = ["name"]
    list_select_related = ["step", "blob"]
    search_fields = ["step__job__id", "blob__sha256"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StepFile]:
        return super().get_queryset(request).filter(step__job__in=visible_jobs(request.user))
