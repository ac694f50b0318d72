"""Everything the scenario runs on: the provider, the stack, and who watches over it."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.parts.process import free_port
from tests.parts.provider_server import KEY, SECRET
from tests.parts.s3 import S3Address
from tests.parts.stack import Stack

from .hand import Hand
from .person import Person
from .provider import Provider, provider
from .tables import Tables


@dataclass
class House:
    """The parts a run needs to have in hand."""

    stack: Stack
    provider: Provider
    tables: Tables
    hand: Hand
    person: Person
    files: S3Address
    data: Path
    logs: Path

    def running(self) -> list[str]:
        """Return the names of the stack's processes that live."""
        return [name for name, one in self.stack.processes.items() if not one.is_dead()]


@contextlib.contextmanager
def house(
    folder: Path, *, lease: float, sweep: float, say: Callable[[str], object]
) -> Iterator[House]:
    """Start it all; end it all when the block is left.

    Args:
        lease, sweep: ``SKYY_LEASE_SECONDS`` and ``SKYY_SWEEP_SECONDS``.
    """
    over = threading.Event()
    port = free_port()
    log = folder / "provider.jsonl"
    with provider(log) as atelier:
        more = {
            "SKYY_ATELIER_URL": atelier.address,
            "SKYY_ATELIER_KEY": KEY,
            "SKYY_ATELIER_WEBHOOK_SECRET": SECRET,
            "SKYY_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
            "SKYY_GENERATIONS_PER_MINUTE": "10000",
            "SKYY_LEASE_SECONDS": str(lease),
            "SKYY_SWEEP_SECONDS": str(sweep),
        }
        settings = "tests.chaos.settings"
        stack = Stack(folder / "stack", port=port, say=say, settings=settings, more=more)
        with stack.running() as standing:
            tables = Tables(stack.environment["SKYY_DATABASE_URL"])
            hand = Hand(stack, tables, say)
            atelier.on_hold = hand.kill_sender
            files = S3Address(
                stack.environment["SKYY_S3_ENDPOINT"],
                stack.environment["SKYY_S3_KEY"],
                stack.environment["SKYY_S3_SECRET"],
                stack.environment["SKYY_S3_BUCKET"],
            )
            name, _, password = standing.administrator.partition(" ")
            watch = threading.Thread(target=stack.watch_over, args=(over,), daemon=True)
            watch.start()
            person = Person(standing.address, name, password)
            data = Path(stack.environment["SKYY_DATA"])
            try:
                yield House(stack, atelier, tables, hand, person, files, data, standing.logs)
            finally:
                over.set()
                watch.join()
