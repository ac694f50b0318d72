from pathlib import Path

import pytest
from pydantic import ValidationError

from skyy.configuration import Configuration
from skyy.configuration_reference import reference

ROOT = Path(__file__).resolve().parents[2]


def test_a_value_that_does_not_fit_refuses_to_start_and_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SKYY_WORKERS", "many")
    with pytest.raises(ValidationError, match="workers"):
        Configuration()


def test_the_reference_names_every_variable() -> None:
    page = reference()
    for name in Configuration.model_fields:
        assert f"`SKYY_{name.upper()}`" in page


def test_the_committed_reference_is_the_present_one() -> None:
    assert (ROOT / "docs/operating/configuration.md").read_text() == reference()
