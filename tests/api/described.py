"""The API as its own description tells it, and how answers are compared with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import CHECKS, load_all_checks

from apps.accounts.roles import Role

DESCRIBED = Path(__file__).parents[2] / "docs/api/schema.yaml"
ROLES = [Role.SUPER_ADMIN, Role.DEVELOPER, Role.API_USER]
KNOWN_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)

load_all_checks()
SCHEMA = schemathesis.openapi.from_path(DESCRIBED)
OPERATIONS = {
    found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if found.ok() is not None
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


def checks_of(answer: Any) -> Any:
    """What is checked of an answer."""
    checks = list(KNOWN_CHECKS)
    if answer.status_code == 503 and "provider.unavailable" in answer.text:
        # Described, and meant: a provider that cannot be had was chosen.
        checks.remove("not_a_server_error")
    return CHECKS.get_by_names(checks)
