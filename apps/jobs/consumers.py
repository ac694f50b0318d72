"""The websockets; what they do stands in ``apps.jobs.live``."""

from .live.board_socket import BoardConsumer
from .live.job_socket import JobConsumer

__all__ = ["BoardConsumer", "JobConsumer"]
