"""Every hostile file is refused with its code, or taken and handed out harmlessly."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from apps.assets.models import Asset, Blob, Version
from skyy.api.errors import Code
from skyy.configuration import ROOT
from tests.assets.hostile.table import CONTENT, NAMES
from tests.assets.pictures import jpeg
from tests.assets.test_ingest import files

MOST_MEMORY = 512_000_000
TAKEN_TYPES = {"image/png", "image/jpeg", "image/tiff", "application/pdf", "audio/wav"}


@pytest.fixture
def send(api, contributor, asked_for):
    client = api(contributor)

    def sent(data: bytes, filename: str, role: str = "photograph"):
        # As it comes over the wire: every client of Python tidies names.
        body = (
            b'--edge\r\nContent-Disposition: form-data; name="role"\r\n\r\n%s\r\n'
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n%s\r\n--edge--\r\n"
        ) % (role.encode(), filename.encode(), data)
        kind = "multipart/form-data; boundary=edge"
        return client.generic("POST", "/api/v1/assets/", body, content_type=kind)

    return sent


def rows() -> int:
    return Asset.objects.count() + Version.objects.count() + Blob.objects.count()


def test_the_corpus_is_large_and_every_outcome_is_a_known_one():
    assert len(CONTENT) + len(NAMES) >= 90
    assert len({row[0] for row in CONTENT}) == len(CONTENT)
    known = {code.value for code in Code} | TAKEN_TYPES
    assert {row[4] for row in CONTENT} <= known


@pytest.mark.parametrize("row", CONTENT, ids=lambda row: row[0])
def test_a_hostile_file_is_refused_or_harmless(row, send, browser, contributor):
    _name, make, filename, role, outcome = row
    before = files()
    answer = send(make(), filename, role)
    if outcome not in TAKEN_TYPES:
        assert (answer.json()["error"] or {}).get("code") == outcome
        assert 400 <= answer.status_code < 500
        assert (rows(), files()) == (0, before)
        return
    assert answer.status_code == 201, answer.json()["error"]
    assert answer.json()["data"]["media_type"] == outcome
    shown = browser(contributor).get(f"/media/versions/{answer.json()['data']['version_id']}/")
    assert shown["Content-Type"] == outcome
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(("name", "outcome"), NAMES, ids=lambda text: repr(text)[:30])
def test_a_hostile_name_is_refused_or_harmless(name, outcome, send):
    answer = send(jpeg(), name)
    if outcome in list(Code):
        assert answer.json()["error"]["code"] == outcome
        assert rows() == 0
        return
    assert answer.status_code == 201, answer.json()["error"]
    version = Version.objects.get()
    assert version.filename == outcome
    assert name[:50] not in version.blob.key


LOOK = """
import json, resource, sys
from pathlib import Path
from apps.assets.content import apart
from apps.assets.content.examining import examine
from apps.assets.imaging.limits import PHOTOGRAPH
from skyy.api.errors import Problem

looked, read = 0, []
answered = apart._all_of

def noting(answer):
    said = answered(answer)
    if said:
        read.append(json.loads(said)["peak"])
    return said

apart._all_of = noting
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        examine(path, role=path.name.partition("-")[2], limits=PHOTOGRAPH)
    except Problem:
        pass
    looked += 1
unit = 1 if sys.platform == "darwin" else 1024
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
status = Path("/proc/self/status")
if status.exists():
    # Linux counts the parent's size before exec among a process's own peak; VmHWM does not.
    [line] = [one for one in status.read_text().splitlines() if one.startswith("VmHWM:")]
    own = int(line.split()[1]) * 1024
peaks = [own, *read, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit]
print(json.dumps({"looked": looked, "peaks": peaks}))
"""


def test_the_whole_corpus_is_looked_at_in_half_a_gigabyte(tmp_path):
    """In a process of its own, whose peak, and those of its readers, the system itself reports.

    A reader that ends without an answer ran into its limit, which is less.
    """
    for number, (_name, make, _filename, role, _outcome) in enumerate(CONTENT):
        (tmp_path / f"{number:03}-{role}").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(Path(ROOT))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said["looked"] == len(CONTENT)
    assert len(said["peaks"]) > len(CONTENT) // 2
    assert max(said["peaks"]) < MOST_MEMORY, said
