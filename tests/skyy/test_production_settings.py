"""A production process starts safely or not at all, and says what to set."""

import os
import subprocess
import sys

import pytest

from skyy.configuration import ROOT, Configuration
from skyy.database_url import database
from skyy.unsafe import refusals

KEY = "8TgqW1hV-3nPZxYb5mKdRcJfLs0uAoE7iQv2wXk9yBtNHrMzGaCeUlIjD4SpO6F_"
GOOD = {
    "SKYY_SECRET_KEY": KEY,
    "SKYY_DATABASE_URL": "postgresql://skyy:p%40ss@db.example:5433/studio?sslmode=require",
    "SKYY_REDIS_URL": "redis://:secret@redis.example:6379/0",
    "SKYY_S3_BUCKET": "photographs",
    "SKYY_S3_KEY": "id",
    "SKYY_S3_SECRET": "secret",
    "SKYY_ALLOWED_HOSTS": '["studio.example"]',
}
BAD = [
    ("SKYY_SECRET_KEY", None, "missing"),
    ("SKYY_SECRET_KEY", "short", "can be guessed"),
    ("SKYY_SECRET_KEY", "a" * 64, "can be guessed"),
    ("SKYY_PROVIDER_KEY", KEY, "of its own"),
    ("SKYY_DEBUG", "true", "leave it out"),
    ("SKYY_DATABASE_URL", None, "missing"),
    ("SKYY_DATABASE_URL", "mysql://db.example/studio", "postgresql://"),
    ("SKYY_DATABASE_URL", "postgresql://db.example:5432", "no database"),
    ("SKYY_DATABASE_URL", "postgresql://db.example:port/studio", "no number"),
    ("SKYY_REDIS_URL", None, "missing"),
    ("SKYY_REDIS_URL", "http://redis.example", "redis://"),
    ("SKYY_S3_BUCKET", None, "missing"),
    ("SKYY_S3_KEY", None, "missing"),
    ("SKYY_S3_SECRET", None, "missing"),
    ("SKYY_S3_ENDPOINT", "s3.example", "https://"),
    ("SKYY_ALLOWED_HOSTS", None, "missing"),
    ("SKYY_ALLOWED_HOSTS", "[]", "missing"),
    ("SKYY_ALLOWED_HOSTS", '["*"]', "anybody"),
    ("SKYY_HTTPS", "false", "leave it on"),
    ("SKYY_TRUSTED_PROXY", '["0.0.0.0/0"]', "everybody"),
    ("SKYY_TRUSTED_PROXY", '["proxy"]', "addresses or networks"),
]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [one for one in os.environ if one.startswith("SKYY_")]:
        monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_what_is_set_well_is_not_refused(environment):
    assert refusals(Configuration()) == []


@pytest.mark.parametrize(("name", "value", "words"), BAD)
def test_what_is_missing_or_unsafe_is_named_in_one_sentence(name, value, words, environment):
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    (sentence,) = refusals(Configuration())
    assert sentence.startswith(name)
    assert words in sentence


def test_plain_http_is_for_this_machine_alone(environment):
    environment.setenv("SKYY_HTTPS", "false")
    environment.setenv("SKYY_ALLOWED_HOSTS", '["127.0.0.1", "localhost"]')
    assert refusals(Configuration()) == []


def test_no_refusal_tells_a_secret(environment):
    environment.setenv("SKYY_DATABASE_URL", "postgresql://skyy:hush@db.example:x/studio")
    environment.setenv("SKYY_SECRET_KEY", "hush")
    environment.setenv("SKYY_REDIS_URL", "http://:hush@redis.example")
    assert not any("hush" in sentence for sentence in refusals(Configuration()))


def test_an_address_of_a_database_is_read_whole():
    assert database(GOOD["SKYY_DATABASE_URL"]) == {
        "ENGINE": "skyy.postgresql",
        "NAME": "studio",
        "USER": "skyy",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def manage(given: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SKYY_")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | given | {"DJANGO_SETTINGS_MODULE": "skyy.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_process_refuses_to_start_with_every_sentence_at_once(tmp_path):
    given = {"SKYY_DATA": str(tmp_path), "SKYY_DEBUG": "true"}
    done = manage(given, "check")
    assert done.returncode != 0
    for name in ("SKYY_DEBUG", "SKYY_SECRET_KEY", "SKYY_DATABASE_URL", "SKYY_ALLOWED_HOSTS"):
        assert name in done.stderr


def test_a_process_that_is_set_well_has_nothing_to_warn_of(tmp_path):
    done = manage(
        GOOD | {"SKYY_DATA": str(tmp_path)}, "check", "--deploy", "--fail-level", "WARNING"
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "0 silenced" not in done.stdout
