"""How a call can go wrong, and the one behaviour of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skyy.api.errors import Code


class Fault(StrEnum):
    """Stands in ``ProviderCall.fault``."""

    BAD_INPUT = "bad_input"
    AUTH = "auth"
    CREDIT = "credit"
    MODERATION = "moderation"
    RATE = "rate"
    TRANSIENT = "transient"
    LOST = "lost"
    MODEL_GONE = "model_gone"


class Refusal(Exception):
    """A provider did not do what it was asked.

    Args:
        said: what the provider says, cut short and without secrets; shown to people.
        after: seconds the provider wants to be left alone.
    """

    def __init__(self, fault: Fault, said: str = "", *, after: float | None = None) -> None:
        super().__init__(f"{fault}: {said}" if said else str(fault))
        self.fault = fault
        self.said = said
        self.after = after


@dataclass(frozen=True)
class Behaviour:
    """What a step does after a fault.

    Attributes:
        code: its error's code. Codes in ``engine.failing.FINAL`` stop the step at once.
        words: what people read before what the provider said; ``{provider}`` is its name.
        blames: whether an attempt of the step is counted.
        operator: whether somebody who runs the house must act; it is logged as an error.
    """

    code: Code
    words: str
    blames: bool = True
    operator: bool = False


BEHAVIOURS: Mapping[Fault, Behaviour] = {
    Fault.BAD_INPUT: Behaviour(
        Code.CALL_REFUSED, "{provider} cannot work with this. Change the parameters."
    ),
    Fault.MODERATION: Behaviour(
        Code.CALL_MODERATED, "{provider} refuses this content. Use another photograph or text."
    ),
    Fault.AUTH: Behaviour(
        Code.CALL_UNAUTHORISED,
        "{provider} does not accept our key. Whoever runs the studio must set a valid one; then "
        "try again.",
        operator=True,
    ),
    Fault.CREDIT: Behaviour(
        Code.CALL_NO_CREDIT,
        "Our account at {provider} has no credit. Whoever runs the studio must top it up; then "
        "try again.",
        operator=True,
    ),
    Fault.MODEL_GONE: Behaviour(
        Code.CALL_MODEL_GONE,
        "{provider} no longer offers this model. Choose another provider.",
        operator=True,
    ),
    Fault.RATE: Behaviour(
        Code.CALL_RATE_LIMITED, "{provider} asks us to wait. It is tried again.", blames=False
    ),
    Fault.TRANSIENT: Behaviour(Code.CALL_FAILED, "{provider} could not do it this time."),
    Fault.LOST: Behaviour(
        Code.CALL_UNCERTAIN,
        "Nobody knows whether {provider} took this request. It is not sent again, and its price "
        "stays set aside, until that is known.",
    ),
}


def words(fault: Fault, provider: str, said: str = "") -> str:
    """Return what a person is told."""
    told = BEHAVIOURS[fault].words.format(provider=provider)
    return f"{told} It said: {said}" if said else told
