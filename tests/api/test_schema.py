"""The API does what its own description says, for whatever is sent to it.

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

__all__ = ["application"]

ASKED = int(os.environ.get("SKYY_FUZZ", "0"))
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
    "audit": "audit_entry",
    "privacy": "privacy",
    "duplicates": "pair",
    "releases": "release",
    "bulk-edits": "bulk_edit",
    "saved-searches": "saved_search",
    "tray": "in_tray",
}


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
        case.validate_response(answer, checks=checks_of(answer))

    check()
