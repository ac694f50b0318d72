"""Writes the table of all error codes."""

import argparse
import sys
from pathlib import Path

from .errors import STATUS, Code
from .meanings import MEANINGS

HEAD = """# Error codes

Written from `skyy/api/errors.py` by `make schema`; `make lint` compares the two. Codes are added,
never renamed or removed. In the API a code stands in `error.code`, with words for people in
`error.message` and messages by field in `error.fields`; some are met only as the error of a job or
of a refused upload, with the status they would have.
"""
FAMILY = """
## {family}

| code | status | |
|---|---|---|
"""


def reference() -> str:
    """Return the page as Markdown."""
    page, family = HEAD.rstrip("\n") + "\n", ""
    for code in sorted(Code, key=lambda one: one.value):
        name = code.value.split(".")[0]
        if name != family:
            page += FAMILY.format(family=name.replace("_", " "))
            family = name
        page += f"| `{code.value}` | {STATUS.get(code, 400)} | {MEANINGS[code]} |\n"
    return page


def main() -> None:
    """Write the page, or fail when it is not what it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", type=Path)
    asked = parser.parse_args()
    if asked.write:
        asked.write.write_text(reference())
    if asked.check and asked.check.read_text() != reference():
        sys.exit(f"{asked.check} is not up to date: run make schema")


if __name__ == "__main__":
    main()
