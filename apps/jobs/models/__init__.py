"""The work: jobs, their steps and events, calls and money, fidelity reports, reviews, workers."""

from .cache import CacheEntry, CacheFile
from .callback import CallbackDelivery, DeliveryStatus
from .event import Event
from .fidelity import EvidenceKind, FidelityEvidence, FidelityReport
from .fleet import Leadership, QueueHold, Worker
from .job import Job, JobStatus, Priority
from .ledger import Budget, EntryKind, LedgerEntry
from .provider_bucket import ProviderBucket
from .provider_call import CallStatus, ProviderCall, WebhookDelivery
from .review import Review, ReviewClaim, ReviewDecision, ReviewStatus, Verdict
from .step import HOUSE, Queue, Step, StepFile, StepStatus
from .tally import Tally, TallyMark

__all__ = [
    "HOUSE",
    "Budget",
    "CacheEntry",
    "CacheFile",
    "CallStatus",
    "CallbackDelivery",
    "DeliveryStatus",
    "EntryKind",
    "Event",
    "EvidenceKind",
    "FidelityEvidence",
    "FidelityReport",
    "Job",
    "JobStatus",
    "Leadership",
    "LedgerEntry",
    "Priority",
    "ProviderBucket",
    "ProviderCall",
    "Queue",
    "QueueHold",
    "Review",
    "ReviewClaim",
    "ReviewDecision",
    "ReviewStatus",
    "Step",
    "StepFile",
    "StepStatus",
    "Tally",
    "TallyMark",
    "Verdict",
    "WebhookDelivery",
    "Worker",
]
