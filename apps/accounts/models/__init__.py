"""People, the team they belong to, how they come in, and what they did."""

from .api_key import ApiKey
from .attempt_count import AttemptCount
from .audit_entry import AuditEntry
from .device import Device, DeviceKind
from .kept_answer import KeptAnswer
from .letter import Letter, LetterKind
from .privacy_request import PrivacyKind, PrivacyRequest, PrivacyStatus
from .second_factor import RecoveryCode, SecondFactor
from .team import Team
from .user import User

__all__ = [
    "ApiKey",
    "AttemptCount",
    "AuditEntry",
    "Device",
    "DeviceKind",
    "KeptAnswer",
    "Letter",
    "LetterKind",
    "PrivacyKind",
    "PrivacyRequest",
    "PrivacyStatus",
    "RecoveryCode",
    "SecondFactor",
    "Team",
    "User",
]
