"""The Khronos glTF validator, run through node on written files."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

_ROOT = Path(__file__).parents[1]
_SCRIPT = Path(__file__).with_name("gltf_validator.mjs")
_PACKAGE = _ROOT / "node_modules" / "gltf-validator"
SEVERITIES = ("error", "warning", "information", "hint")


class Finding(NamedTuple):
    """Something the validator says: ``severity`` in words, ``pointer`` into the JSON."""

    severity: str
    code: str
    message: str
    pointer: str


def findings(*paths: Path) -> list[Finding]:
    """What the validator says of all files together.

    Without node or the package the test is skipped by name; in CI (``CI=true``) it fails.
    """
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None or not _PACKAGE.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("The Khronos validator needs node and `npm ci`; CI must have both.")
        pytest.skip("the Khronos glTF validator needs node and node_modules (npm ci)")
    done = subprocess.run(
        [node, str(_SCRIPT), *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [
        Finding(SEVERITIES[one["severity"]], one["code"], one["message"], one["pointer"])
        for messages in json.loads(done.stdout).values()
        for one in messages
    ]
