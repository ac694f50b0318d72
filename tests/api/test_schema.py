"""The API does what its own description says, for whatever is sent to it.

Fixed examples, few of them; ``SKYY_FUZZ=200`` tries so many new ones for each operation.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework_simplejwt.tokens import AccessToken
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from apps.accounts.roles import Role
from tests.api.conftest import World

DESCRIBED = Path(__file__).parents[2] / "docs/api/schema.yaml"
ROLES = [Role.READ_ONLY, Role.DEVELOPER, Role.SUPER_ADMIN]
KNOWN_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
ASKED = int(os.environ.get("SKYY_FUZZ", "0"))

load_all_checks()
SCHEMA = schemathesis.openapi.from_path(DESCRIBED)
OPERATIONS = {
    found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if found.ok() is not None
}
ROW_OF = {
    "auth": "api_key",
    "assets": "asset",
    "collections": "collection",
    "products": "product",
    "variants": "variant",
    "seasons": "season",
    "drops": "drop",
    "clients": "client",
    "campaigns": "campaign",
    "photographs": "photograph",
    "product-media": "media",
    "shot-lists": "shot",
    "publications": "publication",
    "jobs": "job",
    "budgets": "budget",
    "calls": "call",
    "callbacks": "callback",
    "reviews": "review",
    "pipeline": "model_job",
}


@pytest.fixture
def application() -> Iterator[Any]:
    """The application; the connection of the test stays open between requests."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_answers_as_described(label: str, world: World, application: Any) -> None:
    operation = OPERATIONS[label]
    tokens = {role: str(AccessToken.for_user(world.people[role])) for role in ROLES}
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
        path = case.path_parameters or {}
        if known and "id" in path:
            path["id"] = str(world.rows[ROW_OF[label.split("/")[3]]].pk)
        if known and "provider" in path:
            path["provider"] = "atelier"
        if known and "asset_id" in path:
            path["asset_id"] = str(world.rows["scored"].pk)
        if known and isinstance(case.body, dict) and "asset_id" in case.body:
            case.body["asset_id"] = str(world.rows["asset"].pk)
        if known and isinstance(case.body, dict) and "asset_ids" in case.body:
            case.body["asset_ids"] = [str(world.rows["asset"].pk)]
        cache.clear()
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        with transaction.atomic():
            answer = case.call(app=application, headers=headers)
            transaction.set_rollback(True)
        checks = list(KNOWN_CHECKS)
        if answer.status_code == 503 and "provider.unavailable" in answer.text:
            # Described, and meant: a provider that cannot be had was chosen.
            checks.remove("not_a_server_error")
        case.validate_response(answer, checks=CHECKS.get_by_names(checks))

    check()
