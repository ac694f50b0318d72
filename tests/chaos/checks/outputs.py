"""Outputs: a row and a file each, the right bytes, and nothing else in the bucket."""

import hashlib
from collections.abc import Iterator
from typing import Any

import boto3

from tests.parts.provider_server import OUTPUT
from tests.parts.s3 import S3Address

from ..rows import Row, none, same
from ..scenario import BRANCHES, PAID
from ..tables import Tables

WRITERS = ("draft", "left", "right", "extra", "joined", "sent")
ASKED = (*PAID, "undo.paid1")
"""Steps whose file the provider makes."""


def check(tables: Tables, files: S3Address) -> list[Row]:
    """Check every file of every step that succeeded."""
    bucket = _bucket(files)
    stored = {key: bucket[key] for key in bucket}
    rows = tables.ask(
        "SELECT j.params ->> 'n', s.key, s.id::text, s.result, f.name, b.storage || '/' || b.key, "
        "b.sha256, s.claim_no FROM jobs_stepfile f JOIN jobs_step s ON s.id = f.step_id "
        "JOIN jobs_job j ON j.id = s.job_id JOIN assets_blob b ON b.id = f.blob_id "
        "WHERE j.kind = 'chaos'"
    )
    names = ", ".join(f"'{name}'" for name in (*WRITERS, *ASKED))
    wanted = tables.one(
        "SELECT count(*) FROM jobs_step s JOIN jobs_job j ON j.id = s.job_id "
        f"WHERE j.kind = 'chaos' AND s.key IN ({names}) AND EXISTS (SELECT 1 FROM jobs_event e "
        "WHERE e.job_id = j.id AND data ->> 'step' = s.id::text AND data ->> 'move' = 'succeed')"
    )
    places = [(n, key) for n, key, *_ in rows]
    return [
        same("outputs with a row, of the steps that succeeded", len(rows), wanted),
        none("outputs with two rows", [one for one in set(places) if places.count(one) > 1]),
        none("files two outputs share", _shared([row[5] for row in rows])),
        none(
            "outputs taken under another claim than their step's last",
            [row[5] for row in rows if row[5].split("/")[1:4] != ["steps", row[2], str(row[7])]],
        ),
        none("outputs whose bytes are missing or wrong", list(_wrong(rows, stored))),
    ]


def orphans(tables: Tables, files: S3Address) -> tuple[list[str], list[str]]:
    """Return the keys without a row whose claim is over, and all others without a row."""
    known = {key for (key,) in tables.ask("SELECT storage || '/' || key FROM assets_blob")}
    bare = [key for key in _bucket(files) if key not in known]
    steps = dict(tables.ask("SELECT id::text, (claim_no, status)::text FROM jobs_step"))
    running = {step for step, said in steps.items() if "running" in said or "waiting" in said}
    over = [key for key in bare if _step(key) in steps and _step(key) not in running]
    return over, [key for key in bare if key not in over]


def _step(key: str) -> str:
    parts = key.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "steps" else ""


def _wrong(rows: list[tuple[Any, ...]], stored: dict[str, bytes]) -> Iterator[str]:
    for n, key, _step_id, result, _name, place, sha256, _claim in rows:
        data = stored.get(place)
        if data is None:
            yield f"{n}.{key}: no {place}"
        elif hashlib.sha256(data).hexdigest() != sha256:
            yield f"{n}.{key}: another SHA-256"
        elif key in ASKED:
            if not data.startswith(OUTPUT):
                yield f"{n}.{key}: not what the provider made"
        elif data.decode() != " ".join([f"{n}.{key}", *result["inputs"]]):
            yield f"{n}.{key}: {data.decode()}"
        elif key == "joined" and not _complete(result["inputs"]):
            yield f"{n}.{key}: made from {result['inputs']}"


def _complete(inputs: list[str]) -> bool:
    given = {name.partition(".")[0] for name in inputs}
    return given >= set(BRANCHES) - {"extra"}


def _shared(keys: list[str]) -> list[str]:
    seen: set[str] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


class _bucket(dict[str, bytes]):  # noqa: N801 - reads what is asked of it
    """Keys of the bucket; the bytes are fetched when they are asked for."""

    def __init__(self, files: S3Address) -> None:
        self._client = boto3.client(
            "s3",
            endpoint_url=files.endpoint,
            aws_access_key_id=files.key,
            aws_secret_access_key=files.secret,
            region_name=files.region,
        )
        self._name = files.bucket
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=files.bucket)
        super().__init__((one["Key"], b"") for page in pages for one in page.get("Contents", ()))

    def __getitem__(self, key: str) -> bytes:
        return bytes(self._client.get_object(Bucket=self._name, Key=key)["Body"].read())
