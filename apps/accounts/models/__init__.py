"""People and the team they belong to."""

from .team import Team
from .user import User

__all__ = ["Team", "User"]
