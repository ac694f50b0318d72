import pickle
from pathlib import Path

import pytest

from skyy.api.errors import STATUS, Code, Problem
from skyy.api.errors_reference import reference


@pytest.mark.parametrize("code", list(Code))
def test_every_code_is_an_error_status(code: Code) -> None:
    assert 400 <= Problem(code, "words").status < 600


def test_every_listed_status_belongs_to_a_code() -> None:
    assert set(STATUS) <= set(Code)


def test_a_problem_crosses_a_process_boundary_whole() -> None:
    sent = Problem(Code.PHOTO_NO_PRODUCT, "nothing there", fields={"file": ["empty"]})
    received = pickle.loads(pickle.dumps(sent))
    assert isinstance(received, Problem)
    assert received.as_error() == sent.as_error()
    assert received.status == 422


def test_the_committed_table_is_the_present_one() -> None:
    assert (Path(__file__).parents[2] / "docs/api/errors.md").read_text() == reference()


def test_the_table_explains_every_code_once() -> None:
    for code in Code:
        (row,) = [one for one in reference().splitlines() if one.startswith(f"| `{code.value}` |")]
        assert f" {Problem(code, 'words').status} |" in row
        assert len(row.split("|")[3].strip()) > 5
