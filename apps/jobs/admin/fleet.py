"""Workers, who leads, what is held: of the whole house."""

from django.contrib import admin

from apps.jobs.models import Leadership, ProviderBucket, QueueHold, Tally, TallyMark, Worker

from .cache import OwnersSee


@admin.register(Worker)
class WorkerAdmin(OwnersSee):
    list_display = ["name", "host", "pid", "queues", "memory_bytes", "draining", "seen_at"]
    list_filter = ["draining", "seen_at"]
    search_fields = ["name", "host"]
    ordering = ["-seen_at"]


@admin.register(Leadership)
class LeadershipAdmin(OwnersSee):
    list_display = ["name", "holder", "until"]


@admin.register(QueueHold)
class QueueHoldAdmin(OwnersSee):
    list_display = ["queue", "by", "reason", "created_at"]


@admin.register(ProviderBucket)
class ProviderBucketAdmin(OwnersSee):
    list_display = ["provider", "tokens", "at"]


@admin.register(Tally)
class TallyAdmin(OwnersSee):
    list_display = ["name", "label", "count", "total"]
    list_filter = ["name"]


@admin.register(TallyMark)
class TallyMarkAdmin(OwnersSee):
    list_display = ["id", "event"]
