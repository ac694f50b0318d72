"""What is said of installed packages: never that all is well where nobody could be asked."""

import subprocess

import pytest

from skyy import advisories

VULNERABLE = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"]}


def answer(*packages):
    return {"dependencies": [{"name": "one", "version": "1.0"} | package for package in packages]}


def test_a_vulnerable_package_fails_and_is_named_with_its_mending():
    lines, status = advisories.verdict(answer({"vulns": [VULNERABLE]}, {"vulns": []}))
    assert status == 1
    assert lines == [
        "one 1.0: PYSEC-1 (mended in 2.0)",
        "2 packages checked, 1 with an advisory",
    ]


def test_what_is_accepted_with_a_reason_does_not_fail(monkeypatch):
    monkeypatch.setitem(advisories.ACCEPTED, "CVE-1", "concerns a door the studio has not")
    assert advisories.verdict(answer({"vulns": [VULNERABLE]}))[1] == 0


def test_packages_nobody_knows_are_named():
    lines, status = advisories.verdict(answer({"vulns": []}, {"skip_reason": "not found"}))
    assert status == 0
    assert lines == ["1 packages checked, 0 with an advisory; NOT CHECKED: one"]


@pytest.mark.parametrize("found", ["no connection", answer({"skip_reason": "not found"})])
def test_where_nobody_can_be_asked_that_is_what_is_said(found):
    (line,), status = advisories.verdict(found)
    assert line.startswith("NOT CHECKED")
    assert status == 0


def test_a_tool_that_breaks_is_no_silence(monkeypatch):
    done = subprocess.CompletedProcess([], 2, stdout="", stderr="Traceback: KeyError")
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_more: done)
    with pytest.raises(RuntimeError, match="KeyError"):
        advisories.ask()
