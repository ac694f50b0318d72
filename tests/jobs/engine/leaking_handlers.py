"""Handlers that let a secret slip into what they say."""

from apps.jobs.engine.handler import Outcome, StepRun
from skyy.api.errors import Code, Problem


def refuse(run: StepRun) -> Outcome:
    """As a provider's client that repeats the address it asked."""
    words = f"The provider refused https://api.example/?api_key={run.params['secret']}"
    raise Problem(Code.CALL_REFUSED, words)


def break_down(run: StepRun) -> Outcome:
    """As a library that puts its request into its exception."""
    raise ValueError(f"Authorization: Bearer {run.params['secret']}")
