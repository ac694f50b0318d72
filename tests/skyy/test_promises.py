"""A change that breaks integrators is named; one that adds is none."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from skyy.api.promises import broken, promises

DOCS = Path(__file__).parents[2] / "docs/api"
COAT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "price": {"type": "string", "nullable": True},
        "status": {"$ref": "#/components/schemas/Status"},
    },
    "required": ["id", "name"],
}
ANSWER = {"properties": {"data": {"$ref": "#/components/schemas/Coat"}}}
ASKED = {"$ref": "#/components/schemas/CoatRequest"}
BEFORE: dict[str, Any] = {
    "paths": {
        "/coats/": {
            "get": {
                "parameters": [{"in": "query", "name": "page", "schema": {"type": "integer"}}],
                "responses": {"200": {"content": {"application/json": {"schema": ANSWER}}}},
            },
            "post": {
                "requestBody": {"content": {"application/json": {"schema": ASKED}}},
                "responses": {"201": {}, "400": {}},
            },
        }
    },
    "components": {
        "schemas": {
            "Coat": COAT,
            "CoatRequest": COAT | {"required": ["name"]},
            "Status": {"type": "string", "enum": ["new", "worn"]},
        }
    },
}

Change = Callable[[dict[str, Any]], object]


def told(change: Change) -> list[str]:
    after = copy.deepcopy(BEFORE)
    change(after)
    return broken(promises(BEFORE), promises(after))


def coat(schema: dict[str, Any], name: str = "Coat") -> Any:
    return schema["components"]["schemas"][name]


def get(schema: dict[str, Any]) -> Any:
    return schema["paths"]["/coats/"]["get"]


BREAKING: dict[str, Change] = {
    "gone: POST /coats/": lambda s: s["paths"]["/coats/"].pop("post"),
    "gone: GET /coats/ takes query page: integer": lambda s: get(s).pop("parameters"),
    "gone: GET /coats/ gives 200": lambda s: get(s)["responses"].pop("200"),
    "gone: Coat.name: string": lambda s: coat(s)["properties"].pop("name"),
    "gone: CoatRequest.name: string": lambda s: coat(s, "CoatRequest")["properties"].pop("name"),
    "gone: Coat.price: string?": lambda s: coat(s)["properties"]["price"].update(type="number"),
    "gone: Coat always has name": lambda s: coat(s)["required"].remove("name"),
    "gone: Status may be worn": lambda s: coat(s, "Status")["enum"].remove("worn"),
    "newly required: CoatRequest requires price": lambda s: coat(s, "CoatRequest")[
        "required"
    ].append("price"),
    "newly required: GET /coats/ requires query page": lambda s: get(s)["parameters"][0].update(
        required=True
    ),
}


@pytest.mark.parametrize(("words", "change"), BREAKING.items(), ids=BREAKING)
def test_what_breaks_is_named(words: str, change: Change) -> None:
    assert words in told(change)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["paths"].update({"/hats/": s["paths"]["/coats/"]}),
        lambda s: coat(s)["properties"].update(size={"type": "string"}),
        lambda s: coat(s, "Status")["enum"].append("mended"),
        lambda s: coat(s, "CoatRequest")["required"].remove("name"),
        lambda s: s["components"]["schemas"].update(HatRequest=COAT),
        lambda s: get(s)["responses"].update({"404": {}}),
    ],
    ids=["path", "field", "value", "no longer required", "component", "refusal"],
)
def test_what_only_adds_breaks_nothing(change: Change) -> None:
    assert told(change) == []


def test_the_present_api_keeps_every_promise_and_has_all_of_them_written_down() -> None:
    kept = (DOCS / "promises.txt").read_text().splitlines()
    schema = yaml.load((DOCS / "schema.yaml").read_text(), Loader=yaml.CSafeLoader)
    assert broken(kept, promises(schema)) == []
    assert kept == promises(schema)
