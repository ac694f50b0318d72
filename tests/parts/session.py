"""The servers of a whole test run: PostgreSQL, Redis and S3, started once, ended with the run.

Addresses are handed over in the environment, so that the processes of a parallel run, and those
that tests start, come to the same servers.
"""

import atexit
import contextlib
import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from .missing import PartMissing
from .postgres import postgres
from .redis import redis
from .s3 import S3Address, s3

MARK = "SKYY_TEST_SERVERS"


def ensure_servers() -> None:
    """Start the servers unless this run has some, and name them in the environment.

    Where this machine lacks one, the process ends and says which; under ``CI`` that is a failure.
    """
    if MARK in os.environ:
        return
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        # A run that is told to end would otherwise leave its servers behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    folder = Path(tempfile.mkdtemp(prefix="skyy-parts-"))
    folder.chmod(0o755)
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    try:
        database = stack.enter_context(postgres(folder / "postgres", durable=False))
        doorbells = stack.enter_context(redis(folder / "redis"))
        files = stack.enter_context(s3(folder / "s3")).address
    except PartMissing as missing:
        sys.stderr.write(f"SKIPPED the tests on PostgreSQL, Redis and S3. Missing: {missing}\n")
        stack.close()
        sys.exit(1 if os.environ.get("CI") else 0)
    os.environ |= environment(database.url, doorbells.url, files) | {MARK: str(folder)}


def environment(database: str, doorbells: str, files: S3Address) -> dict[str, str]:
    """Return what the production setting needs, for a studio on this machine alone."""
    return {
        "SKYY_DATABASE_URL": database,
        "SKYY_REDIS_URL": doorbells,
        "SKYY_S3_ENDPOINT": files.endpoint,
        "SKYY_S3_BUCKET": files.bucket,
        "SKYY_S3_KEY": files.key,
        "SKYY_S3_SECRET": files.secret,
        "SKYY_S3_REGION": files.region,
        "SKYY_SECRET_KEY": secrets.token_urlsafe(64),
        "SKYY_PROVIDER_KEY": secrets.token_urlsafe(64),
        "SKYY_ALLOWED_HOSTS": '["127.0.0.1", "localhost"]',
        "SKYY_HTTPS": "false",
        # A trial is signed in to with the password it prints.
        "SKYY_STAFF_SECOND_FACTOR": "false",
    }
