"""People, the team they belong to, and what they did."""

from .audit_entry import AuditEntry
from .team import Team
from .user import User

__all__ = ["AuditEntry", "Team", "User"]
