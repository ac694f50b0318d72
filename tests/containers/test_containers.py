"""The container files say what the studio understands, and nothing in them runs as root."""

import re
from pathlib import Path

import pytest
import yaml

from skyy.configuration import ROOT, Configuration

FOLDER = ROOT / "containers"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
KNOWN = {f"SKYY_{name.upper()}" for name in Configuration.model_fields}
TARGETS = ("web", "worker", "worker-gpu")


def stages() -> dict[str, str]:
    text = (FOLDER / "Containerfile").read_text()
    parts = re.split(r"^FROM \S+ AS (\S+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_variable_named_is_one_there_is(path: Path):
    assert set(re.findall(r"SKYY_[A-Z0-9_]+", path.read_text())) <= KNOWN


@pytest.mark.parametrize("target", TARGETS)
def test_an_image_runs_as_somebody_without_rights(target):
    assert re.search(r"^USER skyy$", stages()[target], re.MULTILINE)


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_service_is_one_of_ours_or_names_its_user(name):
    service = COMPOSE["services"][name]
    assert service["image"].removeprefix("skyy-") in TARGETS or "user" in service


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_service_waits_for_what_it_needs_to_be_healthy(name):
    for needed in COMPOSE["services"][name].get("depends_on", {}):
        other = COMPOSE["services"][needed]
        assert "healthcheck" in other


def test_only_the_web_server_can_be_reached_and_from_this_host_alone():
    ports = {name: one["ports"] for name, one in COMPOSE["services"].items() if "ports" in one}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


def test_what_an_image_copies_is_in_the_repository_and_let_in():
    let_in = (ROOT / ".dockerignore").read_text()
    for line in re.findall(r"^COPY (?!--from)(.+)$", "\n".join(stages().values()), re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name
            assert f"!{name.rstrip('/')}\n" in let_in, name
