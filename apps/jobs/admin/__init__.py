"""The jobs floor in the Django admin: everything can be seen, nothing but a service writes."""

from .cache import CacheEntryAdmin, CacheFileAdmin
from .fidelity import FidelityEvidenceAdmin, FidelityReportAdmin
from .jobs import EventAdmin, JobAdmin, StepAdmin, StepFileAdmin
from .reviews import ReviewAdmin, ReviewClaimAdmin, ReviewDecisionAdmin

__all__ = [
    "CacheEntryAdmin",
    "CacheFileAdmin",
    "EventAdmin",
    "FidelityEvidenceAdmin",
    "FidelityReportAdmin",
    "JobAdmin",
    "ReviewAdmin",
    "ReviewClaimAdmin",
    "ReviewDecisionAdmin",
    "StepAdmin",
    "StepFileAdmin",
]
