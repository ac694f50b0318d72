"""Writes the configuration reference from the settings themselves.

python -m skyy.configuration_reference --write docs/operating/configuration.md
python -m skyy.configuration_reference --check docs/operating/configuration.md
"""

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from skyy.configuration import ROOT, Configuration

HEAD = """# Configuration

Everything is set in the environment; what is not set has a default that suits one machine.
This page is made from `skyy/configuration.py` by `make configuration`.

| variable | type | default | what it does |
|---|---|---|---|
"""


def reference() -> str:
    """Return the reference as Markdown."""
    rows = []
    properties: dict[str, Any] = Configuration.model_json_schema()["properties"]
    for name, field in Configuration.model_fields.items():
        kind = _kind(properties[name])
        default = _default(field.default)
        rows.append(f"| `SKYY_{name.upper()}` | {kind} | {default} | {field.description} |\n")
    return HEAD + "".join(rows)


def _kind(described: dict[str, Any]) -> str:
    if "enum" in described:
        return " \\| ".join(described["enum"])
    if described.get("type") == "array":
        return "JSON list"
    if "anyOf" in described:
        return str(described["anyOf"][0]["type"])
    return str(described.get("format") or described["type"])


def _default(value: Any) -> str:
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    plain = str(value) if isinstance(value, Decimal) else to_jsonable_python(value)
    if plain == "":
        return "(empty)"
    return f"`{plain if isinstance(plain, str) else json.dumps(plain)}`"


def main() -> None:
    """Write the page, or fail when it is not what it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", type=Path)
    asked = parser.parse_args()
    if asked.write:
        asked.write.parent.mkdir(parents=True, exist_ok=True)
        asked.write.write_text(reference())
    if asked.check and asked.check.read_text() != reference():
        sys.exit(f"{asked.check} is not up to date: run make configuration")


if __name__ == "__main__":
    main()
