"""One request leads to the next, as the links of the description say: made, read, changed, removed.

Fixed walks, few of them, the roles in turn; ``SKYY_FUZZ=200`` tries so many new ones each.
"""

import os
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from rest_framework_simplejwt.tokens import AccessToken
from schemathesis import GenerationMode

from tests.api.conftest import World
from tests.api.described import ROLES, SCHEMA, application, checks_of

__all__ = ["application"]

ASKED = int(os.environ.get("SKYY_FUZZ", "0"))
STEPS = 12
FAMILIES = [
    "assets|collections|bulk-edits|saved-searches",
    "products|variants|photographs|publications",
    "jobs",
    "reviews|pipeline|pipelines",
    "seasons|drops|clients|campaigns",
    "budgets|calls|callbacks|costs",
    "tray|shot-lists|product-media|naming",
    "duplicates|releases|privacy|audit",
]
"""Walks among few operations get further than walks among all."""


@pytest.mark.parametrize("family", FAMILIES)
def test_what_an_answer_leads_to_answers_as_described(
    family: str, world: World, application: Any
) -> None:
    tokens = [str(AccessToken.for_user(world.people[role])) for role in ROLES]
    turns = count()
    led: set[str] = set()
    schema = SCHEMA.include(path_regex=f"^/api/v1/({family})/")
    schema.config.generation.update(modes=[GenerationMode.POSITIVE])

    class Walk(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            cache.clear()
            self.token = tokens[next(turns) % len(tokens)]
            self._undone = transaction.atomic()
            self._undone.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

        def call(self, case: Any, **_options: Any) -> Any:
            headers = {"Authorization": f"Bearer {self.token}"}
            with transaction.atomic():
                answer = case.call(app=application, headers=headers)
            if "{" in case.operation.path and answer.status_code < 300:
                led.add(case.operation.label)
            return answer

        def validate_response(self, response: Any, case: Any, **_options: Any) -> None:
            case.validate_response(response, checks=checks_of(response))

    Walk.run(
        settings=settings(
            max_examples=ASKED or 9,
            stateful_step_count=STEPS,
            derandomize=not ASKED,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate] + ([Phase.shrink] if ASKED else []),
            suppress_health_check=list(HealthCheck),
        )
    )
    assert led, "no answer led to anything that is there"
