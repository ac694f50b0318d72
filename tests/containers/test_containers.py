"""The container files say what the studio understands, and nothing in them runs as root."""

import importlib.util
import json
import os
import re
import secrets
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from django.urls import resolve

from skyy.configuration import ROOT, Configuration
from skyy.unsafe import refusals

FOLDER = ROOT / "containers"
TEXT = (FOLDER / "Containerfile").read_text()
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
KNOWN = {f"SKYY_{name.upper()}" for name in Configuration.model_fields}
TARGETS = ("web", "worker", "worker-gpu")


def stages() -> dict[str, str]:
    parts = re.split(r"^FROM \S+ AS (\S+)$", TEXT, flags=re.MULTILINE)
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


def commands() -> list[list[str]]:
    """Every command line that starts Python, of images and services."""
    found = [
        json.loads(line) for line in re.findall(r"^(?:    )?CMD (\[.+\])$", TEXT, re.MULTILINE)
    ]
    found += [one["command"] for one in COMPOSE["services"].values() if "command" in one]
    said = (FOLDER / "collect-static.sh").read_text() + (FOLDER / "compose.yaml").read_text()
    found += [line.split() for line in re.findall(r"python manage\.py .+$", said, re.MULTILINE)]
    return [command for command in found if command[0] == "python"]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_command_is_one_there_is_and_takes_its_options(command):
    _python, script, *arguments = command
    assert (ROOT / script).is_file()
    if script == "manage.py":
        name, *options = arguments
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        parser.parse_args(options)


def test_all_three_kinds_of_process_are_started():
    assert {command[2] for command in commands() if command[1] == "manage.py"} >= {
        "web",
        "worker",
        "scheduler",
        "migrate",
    }


def test_requirements_that_are_installed_are_there():
    named = re.findall(r"-r (\S+)", TEXT)
    assert named
    assert all((ROOT / name).is_file() for name in named)


def test_who_runs_the_images_was_made_with_the_folder_that_is_written_to():
    made = re.search(r"useradd .*--home-dir (\S+) .*\b(\w+)$", stages()["studio"], re.MULTILINE)
    assert made is not None
    home, name = made.groups()
    assert f"SKYY_DATA={home}" in stages()["studio"]
    assert all(f"USER {name}\n" in stages()[target] for target in TARGETS)


def test_what_compose_and_its_example_set_is_enough_to_start(monkeypatch):
    for name in [one for one in os.environ if one.startswith("SKYY_")]:
        monkeypatch.delenv(name)
    example = (FOLDER / "environment.example").read_text()
    given = dict(line.split("=", 1) for line in example.splitlines() if "=" in line[:40])
    given |= COMPOSE["x-studio"]["environment"]
    for name, value in given.items():
        if name.startswith("SKYY_"):
            filled = value or (secrets.token_urlsafe(64) if name != "SKYY_S3_ENDPOINT" else "")
            monkeypatch.setenv(name, re.sub(r"\$\{\w+:\?[^}]*\}", "s3cret", filled))
    assert refusals(Configuration()) == []


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_condition_of_a_start_can_come_true(name):
    for needed, how in COMPOSE["services"][name].get("depends_on", {}).items():
        other = COMPOSE["services"][needed]
        if how["condition"] == "service_healthy":
            assert "test" in other["healthcheck"]
        else:
            # Who ends is not started again, and is not asked how it is.
            assert (how["condition"], other["restart"]) == ("service_completed_successfully", "no")
            assert other["healthcheck"] == {"disable": True}


def test_every_image_of_ours_is_built_by_a_service_that_always_runs():
    built = {
        one["image"]: one["build"]["target"]
        for one in COMPOSE["services"].values()
        if "build" in one
    }
    assert built == {f"skyy-{target}": target for target in TARGETS}
    used = {one["image"] for one in COMPOSE["services"].values() if "profiles" not in one}
    ours = {image for image in used if image.startswith("skyy-")}
    always = [one for one in COMPOSE["services"].values() if "profiles" not in one]
    assert ours <= {one["image"] for one in always if "build" in one}


def test_the_probe_asks_an_address_there_is():
    asked = re.search(r"/health/\w+", (FOLDER / "health.py").read_text())
    assert asked is not None
    assert resolve(asked.group()).func is not None


@pytest.mark.parametrize(("status", "said"), [(200, 0), (503, 1)])
def test_the_probe_says_what_the_server_says(status, said, monkeypatch):
    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fine = (self.path, self.headers["Host"]) == ("/health/live", "studio.example")
            self.send_response(status if fine else 404)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    spec = importlib.util.spec_from_file_location("probe", FOLDER / "health.py")
    probe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(probe)
    monkeypatch.setenv("SKYY_ALLOWED_HOSTS", '["studio.example"]')
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        monkeypatch.setattr(probe, "PORT", server.server_port)
        assert probe.main() == said


def test_a_worker_has_longer_to_stop_than_it_gives_its_steps():
    parser = load_command_class("apps.jobs", "worker").create_parser("manage.py", "worker")
    given = parser.parse_args(["--queues", "cpu"]).grace
    for name in ("worker", "worker-gpu"):
        grace = COMPOSE["services"][name]["stop_grace_period"]
        assert int(grace.removesuffix("s")) > given
