"""Dramatiq actors: what a message wakes. They carry no work, only the news that there is some."""

from uuid import UUID

import dramatiq

from apps.jobs.engine import rollup, workplace
from apps.jobs.engine.doorbell import CONTROL, POLL, ROLL_UP, WORK
from apps.jobs.models import Queue
from apps.jobs.providers.remote import polling

# Importing it sets Dramatiq's broker, which actors need when they are declared.
from skyy import broker as broker_module


@dramatiq.actor(actor_name=WORK[Queue.CPU], queue_name=Queue.CPU.value)
def work_cpu() -> None:
    """Run what is ready for the processor."""
    workplace.drain(Queue.CPU)


@dramatiq.actor(actor_name=WORK[Queue.GPU], queue_name=Queue.GPU.value)
def work_gpu() -> None:
    """Run what is ready for the graphics processor."""
    workplace.drain(Queue.GPU)


@dramatiq.actor(actor_name=WORK[Queue.IO], queue_name=Queue.IO.value)
def work_io() -> None:
    """Run what is ready for network and disk."""
    workplace.drain(Queue.IO)


@dramatiq.actor(actor_name=ROLL_UP, queue_name=CONTROL)
def roll_up(batch_id: str) -> None:
    """Count a batch's children."""
    rollup.roll_up(UUID(batch_id))


@dramatiq.actor(actor_name=POLL, queue_name=CONTROL)
def poll_call(call_id: str) -> None:
    """Ask a provider about a call that is due."""
    polling.poll_one(UUID(call_id))


broker = broker_module.broker
