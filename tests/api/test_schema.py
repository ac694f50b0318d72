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
from tests.api.described import OPERATIONS, ROLES, application, checks_of
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
    operation = OPERATIONS[label]
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
        if known:
            (case.path_parameters or {}).update(known_path(world, below(label)))
        if known and isinstance(case.body, dict):
            case.body |= _known_rows(world, case.body)
        cache.clear()
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        with transaction.atomic():
            answer = case.call(app=application, headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=checks_of(answer))

    check()


def _known_rows(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """What the body names by id, as it is there."""
    there: dict[str, Any] = {"asset_ids": [str(world.asset.pk)]}
    there |= {"asset_id": str(world.asset.pk), "keep": str(world.pair.first_id)}
    for name in ("asset", "client", "drop", "product", "season", "variant"):
        there[name] = str(world.rows[name].pk)
    return {name: value for name, value in there.items() if name in body}
