"""The jobs floor in the Django admin: everything can be seen, nothing but a service writes."""

from .cache import CacheEntryAdmin
from .jobs import EventAdmin, JobAdmin, StepAdmin
from .reviews import ReviewAdmin, ReviewClaimAdmin, ReviewDecisionAdmin

__all__ = [
    "CacheEntryAdmin",
    "EventAdmin",
    "JobAdmin",
    "ReviewAdmin",
    "ReviewClaimAdmin",
    "ReviewDecisionAdmin",
    "StepAdmin",
]
