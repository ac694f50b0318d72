"""Whether an installed package is known to be vulnerable: ``python -m skyy.advisories``.

Ends with 1 where one is. Where the advisory service cannot be reached it says so and ends with 0:
nothing was checked then, and no machine without a way out can be asked for more.
"""

import json
import subprocess
import sys
from typing import Any

SECONDS = 90
"""How long everything may take; a service that does not answer is not waited for."""
ANSWER_SECONDS = "5"
ACCEPTED: dict[str, str] = {}
"""Advisories that do not concern the studio, each with the reason why."""


def main() -> int:
    """Ask, print one line for each finding, and return the exit status."""
    lines, status = verdict(ask())
    for line in lines:
        sys.stdout.write(f"pip-audit: {line}\n")
    return status


def verdict(answer: dict[str, Any] | str) -> tuple[list[str], int]:
    """Return what is to be said of an answer, and the exit status."""
    if isinstance(answer, str):
        return [_unchecked(answer)], 0
    packages = answer["dependencies"]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if len(unknown) == len(packages):
        # A mirror that has packages but no advisories answers for each that there is no such one.
        return [_unchecked("whoever answers here knows none of the packages")], 0
    found = findings(answer)
    said = f"{len(packages) - len(unknown)} packages checked, {len(found)} with an advisory"
    if unknown:
        said += f"; NOT CHECKED: {', '.join(unknown)}"
    return [*found, said], 1 if found else 0


def ask() -> dict[str, Any] | str:
    """Return what pip-audit found in this environment, or in a few words why it could not ask.

    Raises:
        RuntimeError: pip-audit failed for another reason.
    """
    command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", ANSWER_SECONDS]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and a fixed command
            command, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {SECONDS} s"
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return _why(done.stderr)
    return answer


def findings(answer: dict[str, Any]) -> list[str]:
    """Return a line for each advisory that is not accepted."""
    return [
        f"{package['name']} {package['version']}: {one['id']} "
        f"(mended in {', '.join(one['fix_versions']) or 'no version yet'})"
        for package in answer["dependencies"]
        for one in package.get("vulns", [])
        if not {one["id"], *one.get("aliases", [])} & ACCEPTED.keys()
    ]


def _unchecked(why: str) -> str:
    return f"NOT CHECKED, no advisory service can be reached from here: {why}. Run it where one can"


def _why(said: str) -> str:
    """What kept it from asking, told from what pip-audit wrote."""
    for sign, words in (
        ("Could not connect", "no connection"),
        ("ConnectionError", "no connection"),
        ("ProxyError", "the proxy refuses"),
        ("SSLError", "no trusted connection"),
        ("HTTPError", "it refuses"),
        ("Timeout", "no answer"),
    ):
        if sign.casefold() in said.casefold():
            return words
    raise RuntimeError(f"pip-audit failed:\n{said[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
