"""The jobs floor in the Django admin: everything can be seen, nothing but a service writes."""

from .cache import CacheEntryAdmin, CacheFileAdmin
from .callbacks import CallbackDeliveryAdmin
from .fidelity import FidelityEvidenceAdmin, FidelityReportAdmin
from .fleet import LeadershipAdmin, QueueHoldAdmin, TallyAdmin, TallyMarkAdmin, WorkerAdmin
from .jobs import EventAdmin, JobAdmin, StepAdmin, StepFileAdmin
from .money import BudgetAdmin, LedgerEntryAdmin, ProviderCallAdmin, WebhookDeliveryAdmin
from .reviews import ReviewAdmin, ReviewClaimAdmin, ReviewDecisionAdmin

__all__ = [
    "BudgetAdmin",
    "CacheEntryAdmin",
    "CacheFileAdmin",
    "CallbackDeliveryAdmin",
    "EventAdmin",
    "FidelityEvidenceAdmin",
    "FidelityReportAdmin",
    "JobAdmin",
    "LeadershipAdmin",
    "LedgerEntryAdmin",
    "ProviderCallAdmin",
    "QueueHoldAdmin",
    "ReviewAdmin",
    "ReviewClaimAdmin",
    "ReviewDecisionAdmin",
    "StepAdmin",
    "StepFileAdmin",
    "TallyAdmin",
    "TallyMarkAdmin",
    "WebhookDeliveryAdmin",
    "WorkerAdmin",
]
