"""One question about one call: HTTP and files only, in any thread, without the database."""

import logging
from dataclasses import dataclass
from uuid import UUID

from apps.jobs.engine.outputs import Outputs, prefix_of
from skyy.api.errors import Problem

from . import outputs
from .base import Progress, RemoteProvider, Search, Standing
from .faults import Fault, Refusal

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """What must be known of a call to ask about it.

    Attributes:
        unwanted: nobody wants its result any more.
        late: its time is over. ``given_up``: so long ago that the provider should have stopped it.
    """

    call_id: UUID
    provider: RemoteProvider
    external_id: str
    reference: str
    polls: int
    step_id: UUID
    claim_no: int
    uncertain: bool
    unwanted: bool
    late: bool
    given_up: bool

    @property
    def requests(self) -> int:
        """How many requests asking takes."""
        return 2 if self.external_id and (self.unwanted or self.late) else 1


@dataclass(frozen=True)
class Answer:
    """What became of one question; ``outputs`` once they are stored here."""

    question: Question
    said: Progress | str | Search | Refusal
    outputs: Outputs | None = None

    @property
    def made_something(self) -> bool:
        """Whether there is something to fetch that is wanted."""
        ended = isinstance(self.said, Progress) and self.said.standing is Standing.SUCCEEDED
        return ended and not self.question.unwanted and self.outputs is None


def ask(question: Question) -> Answer:
    """Ask the provider; what goes wrong is an answer too."""
    provider = question.provider
    try:
        if not question.external_id:
            return Answer(question, provider.find(question.reference))
        if question.unwanted or question.late:
            provider.cancel(question.external_id)
        return Answer(question, provider.poll(question.external_id))
    except Refusal as refusal:
        return Answer(question, refusal)
    except Exception:
        logger.exception("Call %s could not be asked about", question.call_id)
        return Answer(question, Refusal(Fault.TRANSIENT))


def fetch(answer: Answer) -> Answer:
    """Copy what was made into our storage; the answer that says so, or why not."""
    question, said = answer.question, answer.said
    assert isinstance(said, Progress)
    try:
        prefix = prefix_of(question.step_id, question.claim_no)
        return Answer(question, said, outputs.fetch(prefix, question.provider, said))
    except Refusal as refusal:
        return Answer(question, refusal)
    except Problem as problem:
        return Answer(question, Refusal(Fault.TRANSIENT, problem.message))
    except Exception:
        logger.exception("What call %s made could not be fetched", question.call_id)
        return Answer(question, Refusal(Fault.TRANSIENT))
