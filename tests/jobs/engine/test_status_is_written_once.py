"""Status columns of jobs and steps are written by the transitions alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

APPS = Path(__file__).resolve().parents[3] / "apps"
DOOR = APPS / "jobs" / "engine" / "transitions.py"
ITS_STATEMENTS = [DOOR.with_name(f"one_{what}.py") for what in ("claim", "ending", "statement")]
NAMES = {"Job", "Step", "JobStatus", "StepStatus"} | {
    name for stem in ("job", "step", "child", "batch") for name in (stem, f"{stem}s")
}
NAMES |= {"children", "batches"}


def writes(source: str) -> Iterator[int]:
    """Line numbers at which a job's or a step's status seems to be written."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=[ast.Attribute(attr="status") as target], value=value):
                if _speaks_of_work(target) or _speaks_of_work(value):
                    yield node.lineno
            case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
                if any(k.arg == "status" for k in keywords) and _speaks_of_work(node):
                    yield node.lineno
            case ast.Call(func=ast.Attribute(attr="bulk_update")):
                if "status" in ast.unparse(node) and _speaks_of_work(node):
                    yield node.lineno


def _speaks_of_work(node: ast.AST) -> bool:
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    names |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    return bool(names & NAMES)


def test_no_file_but_the_transitions_writes_a_status():
    found = [
        f"{path.relative_to(APPS)}:{line}"
        for path in sorted(APPS.rglob("*.py"))
        if path != DOOR and "migrations" not in path.parts
        for line in writes(path.read_text())
    ]
    assert found == []


def test_no_file_but_the_transitions_own_statements_updates_rows_of_work_in_sql():
    written = re.compile(r"UPDATE\s+(ONLY\s+)?\W?jobs_(job|step)\b")
    found = [
        path
        for path in sorted(APPS.rglob("*.py"))
        if "migrations" not in path.parts and written.search(path.read_text())
    ]
    assert found == ITS_STATEMENTS
    imported = re.compile(rf"(from|import)\s.*\b({'|'.join(path.stem for path in found)})\b")
    importing = {path for path in APPS.rglob("*.py") if imported.search(path.read_text())}
    # They share what a move writes.
    assert importing - set(found) == {DOOR}


@pytest.mark.parametrize(
    "source",
    [
        "job.status = JobStatus.FAILED",
        "self.step.status = x",
        "Job.objects.filter(pk=1).update(status='failed')",
        "job.steps.update(status=StepStatus.READY)",
        "Step.objects.bulk_update(rows, ['status'])",
    ],
)
def test_the_check_sees_every_way_of_writing_one(source):
    assert list(writes(source)) == [1]
