"""Anybody may ask for the description: it must not cost the studio its time."""

import json

import pytest
from drf_spectacular.generators import SchemaGenerator

from skyy.api import published_schema

ADDRESS = "/api/schema/"


@pytest.fixture(autouse=True)
def _nothing_written_yet(monkeypatch):
    monkeypatch.setattr(published_schema, "_written", {})


@pytest.fixture
def generated(monkeypatch):
    times = []
    generate = SchemaGenerator.get_schema

    def counted(self, *args, **named):
        times.append(named)
        return generate(self, *args, **named)

    monkeypatch.setattr(SchemaGenerator, "get_schema", counted)
    return times


def test_it_is_generated_once_for_a_form_and_a_language(client, generated):
    first, second = (client.get(ADDRESS, {"format": "json"}) for _time in range(2))
    assert first.content == second.content
    assert json.loads(first.content)["openapi"].startswith("3.")
    assert len(generated) == 1


@pytest.mark.parametrize("wish", ["de", "xx", "../../etc", "'"])
def test_no_wish_of_a_client_fills_the_memory(client, generated, wish):
    before = client.get(ADDRESS)
    after = client.get(ADDRESS, {"version": wish, "whatever": wish})
    assert (before.status_code, after.status_code) == (200, 200)
    assert len(published_schema._written) == len(generated) == 1


def test_each_form_is_its_own(client):
    said = client.get(ADDRESS)
    as_json = client.get(ADDRESS, HTTP_ACCEPT="application/vnd.oai.openapi+json")
    assert said.content.startswith(b"openapi:")
    assert as_json["Content-Type"].startswith("application/vnd.oai.openapi+json")
    assert json.loads(as_json.content)["info"]
    assert 'filename="' in said["Content-Disposition"]
