"""The jobs floor in the Django admin: everything can be seen, nothing but a service writes."""

from .cache import CacheEntryAdmin, CacheFileAdmin
from .jobs import EventAdmin, JobAdmin, StepAdmin, StepFileAdmin
from .reviews import ReviewAdmin, ReviewClaimAdmin, ReviewDecisionAdmin

__all__ = [
    "CacheEntryAdmin",
    "CacheFileAdmin",
    "EventAdmin",
    "JobAdmin",
    "ReviewAdmin",
    "ReviewClaimAdmin",
    "ReviewDecisionAdmin",
    "StepAdmin",
    "StepFileAdmin",
]
