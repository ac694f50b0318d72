"""The production setting on servers of the bench's own: PostgreSQL with fsync, and Redis."""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.parts.postgres import postgres
from tests.parts.redis import redis
from tests.parts.s3 import S3Address
from tests.parts.session import environment


@contextlib.contextmanager
def production(**more: str) -> Iterator[Path]:
    """Start the servers, set Django up in this process, make the tables; give a folder for logs.

    Args:
        more: further variables of the environment. Processes started in the block inherit all.

    Raises:
        PartMissing: a server is not on this machine.
    """
    # Told to end, it ends its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="skyy-bench-"))
    folder.chmod(0o755)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = stack.enter_context(postgres(folder / "postgres"))
        doorbells = stack.enter_context(redis(folder / "redis"))
        # No bench of this setting stores a file.
        files = S3Address("http://127.0.0.1:9")
        os.environ |= environment(database.url, doorbells.url, files) | more
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "skyy.settings.production",
            "SKYY_DATA": str(folder / "data"),
        }
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        stack.callback(connections.close_all)
        yield folder
