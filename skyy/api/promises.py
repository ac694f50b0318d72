"""What the API has promised, line by line, and whether it still holds.

``docs/api/promises.txt`` is kept from the schema: ``make schema`` adds lines, and one that does not
hold any more fails ``make lint``. To break a promise on purpose, take its line out by hand.
"""

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

REQUIRES = " requires "
OF_EVERY_ANSWER = "X-Request-ID"
METHODS = ("get", "post", "put", "patch", "delete")
Described = Mapping[str, Any]


def promises(schema: Described) -> list[str]:
    """Return what a schema (OpenAPI 3.0) promises, sorted.

    A line names a path with its method, what it takes, requires and gives, or a component's field
    with its type, a value that it may have, or a field that it requires.
    """
    lines: set[str] = set()
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                lines.update(_of_operation(f"{method.upper()} {path}", operations[method]))
    for name, component in schema["components"]["schemas"].items():
        lines.update(_of_shape(name, component, asked=name.endswith("Request")))
    return sorted(lines)


def broken(before: Collection[str], after: Collection[str]) -> list[str]:
    """Return, in words, each promise of ``before`` that ``after`` does not keep."""
    now = set(after)
    gone = [f"gone: {line}" for line in before if REQUIRES not in line and line not in now]
    subjects = {line.split(REQUIRES)[0].split(".")[0].split(" gives")[0] for line in before}
    asked = [
        f"newly required: {line}"
        for line in after
        if REQUIRES in line and line not in before and line.split(REQUIRES)[0] in subjects
    ]
    return sorted(gone + asked)


def _of_operation(name: str, operation: Described) -> Iterator[str]:
    yield name
    for parameter in operation.get("parameters", ()):
        place = f"{parameter['in']} {parameter['name']}"
        yield f"{name} takes {place}: {_type(parameter['schema'])}"
        if parameter.get("required"):
            yield f"{name}{REQUIRES}{place}"
    body = operation.get("requestBody", {})
    for media, content in body.get("content", {}).items():
        yield f"{name} takes {media}: {_type(content.get('schema', {}))}"
    if body.get("required"):
        yield f"{name}{REQUIRES}a body"
    for status, answer in operation["responses"].items():
        if not status.startswith("2"):
            continue
        yield f"{name} gives {status}"
        for media, content in answer.get("content", {}).items():
            data = content.get("schema", {}).get("properties", {}).get("data", {})
            yield f"{name} gives {status} {media}: {_type(data)}"
        for header in answer.get("headers", ()):
            if header != OF_EVERY_ANSWER:
                yield f"{name} gives {status} header {header}"


def _of_shape(name: str, shape: Described, *, asked: bool) -> Iterator[str]:
    for value in shape.get("enum", ()):
        yield f"{name} may be {value}"
    required = shape.get("required", ())
    for field, inner in shape.get("properties", {}).items():
        yield f"{name}.{field}: {_type(inner)}"
        for value in inner.get("enum", ()):
            yield f"{name}.{field} may be {value}"
        if field in required:
            yield f"{name}{REQUIRES}{field}" if asked else f"{name} always has {field}"


def _type(shape: Described) -> str:
    """A type in one word; ``?`` where it may be null."""
    if "$ref" in shape:
        found = str(shape["$ref"]).rsplit("/", 1)[-1]
    elif "allOf" in shape:
        found = " and ".join(map(_type, shape["allOf"]))
    elif "oneOf" in shape:
        found = " or ".join(map(_type, shape["oneOf"]))
    elif shape.get("type") == "array":
        found = f"[{_type(shape['items'])}]"
    else:
        found = str(shape.get("format") or shape.get("type") or "anything")
    return f"{found}?" if shape.get("nullable") else found


def main() -> None:
    """Check the promises, and keep the new ones if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--schema", type=Path, default=Path("docs/api/schema.yaml"))
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    kept = asked.page.read_text().splitlines() if asked.page.exists() else []
    present = promises(yaml.load(asked.schema.read_text(), Loader=yaml.CSafeLoader))
    if failures := broken(kept, present):
        sys.exit("The API breaks what it promised:\n  " + "\n  ".join(failures))
    if asked.keep:
        asked.page.write_text("\n".join(present) + "\n")
    elif kept != present:
        sys.exit(f"{asked.page} lacks what is new: run make schema")


if __name__ == "__main__":
    main()
