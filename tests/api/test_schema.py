"""The API does what its own description says: for every operation first with a request that works,
and then with whatever is sent to it.

Fixed examples, few of them; ``SKYY_FUZZ=200`` tries so many new ones for each operation.
"""

import os
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework_simplejwt.tokens import AccessToken
from schemathesis import GenerationMode

from apps.accounts.roles import Role
from tests.api.conftest import World
from tests.api.described import OPERATIONS, ROLES, SCHEMA, application, checks_of
from tests.api.working_requests import NOT_HERE, WORKING, Works, access, below, known_path

__all__ = ["application"]

ASKED = int(os.environ.get("SKYY_FUZZ", "0"))


def test_every_request_that_works_is_of_an_operation():
    assert set(WORKING) | set(NOT_HERE) <= {below(label) for label in OPERATIONS}


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_works_and_answers_as_described(
    label: str, world: World, application: Any
) -> None:
    tokens = {role: str(AccessToken.for_user(world.people[role])) for role in ROLES}
    if below(label) not in NOT_HERE:
        _works(label, world, application)
    _answers_as_described(label, world, application, tokens)


def _works(label: str, world: World, application: Any) -> None:
    works, rows = WORKING.get(below(label), Works()), dict(world.rows)
    with transaction.atomic():
        works.prepare(world)
        path = known_path(world, below(label), works.row) | dict(works.path)
        body = works.sent(world)
        sent = {} if body is None else {"body": body, "media_type": works.media_type}
        case = OPERATIONS[label].Case(path_parameters=path, **sent)
        headers = {"Authorization": f"Bearer {access(world, works.who)}"}
        answer = case.call(app=application, headers=headers)
        transaction.set_rollback(True)
    world.rows = rows
    assert 200 <= answer.status_code < 300, answer.text[:600]
    case.validate_response(answer, checks=checks_of(answer))


def _answers_as_described(
    label: str, world: World, application: Any, tokens: dict[Role, str]
) -> None:
    operation, works = OPERATIONS[label], WORKING.get(below(label), Works())
    rows = dict(world.rows)
    cases = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if operation.body or operation.query or operation.path_parameters:
        cases |= operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=ASKED or 12,
        derandomize=not ASKED,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate] + ([Phase.shrink] if ASKED else []),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, role=st.sampled_from(ROLES), known=st.sampled_from([True, True, False]))
    def check(case: Any, role: Role, known: bool) -> None:
        cache.clear()
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        with transaction.atomic():
            if known:
                works.prepare(world)
                headers["Authorization"] = f"Bearer {access(world, role)}"
                _made_known(case, label, works, world)
            answer = case.call(app=application, headers=headers)
            transaction.set_rollback(True)
        world.rows = dict(rows)
        case.validate_response(answer, checks=checks_of(answer))

    check()


def _made_known(case: Any, label: str, works: Works, world: World) -> None:
    """Have the request be about what is there; what it need not say is as it was thought up."""
    filling = known_path(world, below(label), works.row) | dict(works.path)
    (case.path_parameters or {}).update(filling)
    body = works.sent(world)
    if body and isinstance(case.body, dict):
        shape = case.operation.body[0].definition["schema"]
        case.body |= {name: body[name] for name in _required(shape) if name in body}


def _required(shape: dict[str, Any]) -> list[str]:
    name = shape.get("$ref", "").rsplit("/", 1)[-1]
    found: dict[str, Any] = SCHEMA.raw_schema["components"]["schemas"].get(name, shape)
    required: list[str] = found.get("required", [])
    return required
