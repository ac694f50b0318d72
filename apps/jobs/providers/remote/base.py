"""What a remote provider is: the few questions that the flow of a paid call asks it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from .faults import Refusal


@dataclass(frozen=True)
class Request:
    """What is to be asked: the step's own parameters, and the files that are sent along.

    Files are paths on this machine, by the name under which the provider gets them.
    """

    params: Mapping[str, Any]
    files: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Price:
    """An amount in 10⁻⁹ units of ``currency``."""

    nano: int
    currency: str


@dataclass(frozen=True)
class Submitted:
    """The provider took the request and knows it by this id."""

    external_id: str


class Standing(Enum):
    """How a prediction stands at the provider."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Progress:
    """What the provider says of a prediction.

    Attributes:
        outputs: addresses of the files that were made, by name.
        result: JSON that belongs to the step's result.
        charge: what was charged; None where the provider does not say.
        refusal: why it failed.
        again_in: seconds after which the provider would be asked again; None where it does not
            say.
    """

    standing: Standing
    outputs: Mapping[str, str] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    charge: Price | None = None
    refusal: Refusal | None = None
    fraction: float = 0.0
    again_in: float | None = None


class Search(Enum):
    """What looking for our reference gave, where it gave no id."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Delivery:
    """A webhook whose signature holds. Either id may be empty where the provider sends none."""

    delivery_id: str
    external_id: str
    reference: str = ""


@dataclass(frozen=True)
class Rate:
    """How often a provider may be asked: ``per_second`` on average, ``burst`` at once."""

    per_second: float
    burst: int


class RemoteProvider(Protocol):
    """One capability of one provider. Its methods do HTTP and never touch the database.

    ``settles_seconds``: how long after a request was sent its prediction may take to appear under
    its reference; until then ``find`` proves nothing. None: the provider cannot be asked.
    """

    id: str
    capability: str
    rate: Rate
    settles_seconds: float | None

    def unavailable(self) -> str:
        """Return why it cannot be used now, for people; empty when it can."""

    def estimate(self, request: Request) -> Price:
        """Return what a request is expected to cost."""

    def submit(self, request: Request, reference: str, still: Callable[[], bool]) -> Submitted:
        """Send a request, once.

        Args:
            still: asked right before the request is let out; when it says no nothing is sent.

        Raises:
            Refusal: with the fault; ``LOST`` when it may have been taken.
        """

    def poll(self, external_id: str) -> Progress:
        """Ask how a prediction stands.

        Raises:
            Refusal: ``LOST`` when the provider does not know it; ``RATE``, ``TRANSIENT``, ``AUTH``.
        """

    def cancel(self, external_id: str) -> None:
        """Ask that a prediction be stopped; what it is charged for is asked with ``poll``.

        Raises:
            Refusal: as ``poll``.
        """

    def find(self, reference: str) -> str | Search:
        """Return the id of the prediction that carries our reference.

        Raises:
            Refusal: as ``poll``.
        """

    def fetch(self, address: str, target: Path) -> str:
        """Write an output into a file and return its media type.

        Raises:
            Refusal: ``TRANSIENT``, or ``LOST`` when it is not to be had.
        """

    def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """Check a webhook over its raw body.

        Raises:
            Problem: ``webhook.unsigned``, ``webhook.expired``, ``request.malformed``.
        """
