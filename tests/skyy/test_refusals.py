"""What the operator's terminal shows of requests that were refused or failed."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.log import log_response


def logged(caplog: pytest.LogCaptureFixture, status: int) -> logging.LogRecord:
    with caplog.at_level(logging.WARNING, "django.request"):
        log_response(
            "Said: %s",
            "/somewhere/",
            response=HttpResponse(status=status),
            exception=PermissionDenied("no"),
        )
    [record] = caplog.records
    return record


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_is_one_line(caplog: pytest.LogCaptureFixture, status: int) -> None:
    record = logged(caplog, status)
    assert record.getMessage() == "Said: /somewhere/"
    assert record.exc_info is None


def test_a_failure_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    assert logged(caplog, 500).exc_info is not None
