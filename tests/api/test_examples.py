"""The examples of the documentation do what stands below them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.studio import Studio, studio

__all__ = ["studio"]

PAGE = Path(__file__).parents[2] / "docs/api.md"
EXAMPLE = re.compile(
    r"^## (\d+)\. [^\n]+\n.*?^```bash\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL
)
MARK = "-- end of example --"
MISSING = [name for name in ("bash", "curl", "python3") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("CI") != "true", reason=f"not installed: {MISSING}"
)


@pytest.mark.django_db(transaction=True)
def test_the_examples_print_what_the_page_says(studio: Studio) -> None:
    examples = EXAMPLE.findall(PAGE.read_text())
    assert [int(number) for number, _, _ in examples] == list(range(1, 11))
    script = "set -eu\n" + "".join(f"{code}\necho '{MARK}'\n" for _, code, _ in examples)
    environment = {
        "PATH": os.environ["PATH"],
        "SKYY": studio.address,
        "SKYY_USER": studio.username,
        "SKYY_PASSWORD": studio.password,
        "SKYY_PAUSE": "0.2",
    }
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=studio.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    printed = [part.strip() for part in ran.stdout.split(MARK)]
    for (number, _, expected), found in zip(examples, printed, strict=False):
        assert found == expected.strip(), f"example {number}: {ran.stderr[-2000:]}"
    assert ran.returncode == 0, ran.stderr[-2000:]
