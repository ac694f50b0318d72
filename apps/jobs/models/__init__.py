"""The work: jobs, their steps and events, the step cache, fidelity reports, reviews."""

from .cache import CacheEntry, CacheFile
from .event import Event
from .fidelity import EvidenceKind, FidelityEvidence, FidelityReport
from .job import Job, JobStatus, Priority
from .review import Review, ReviewClaim, ReviewDecision, ReviewStatus, Verdict
from .step import Queue, Step, StepFile, StepStatus

__all__ = [
    "CacheEntry",
    "CacheFile",
    "Event",
    "EvidenceKind",
    "FidelityEvidence",
    "FidelityReport",
    "Job",
    "JobStatus",
    "Priority",
    "Queue",
    "Review",
    "ReviewClaim",
    "ReviewDecision",
    "ReviewStatus",
    "Step",
    "StepFile",
    "StepStatus",
    "Verdict",
]
