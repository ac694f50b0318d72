"""One Dramatiq worker process of so many threads. Run it with ``-m``: QUEUE THREADS."""

import signal
import sys

import dramatiq

from .dramatiq_app import broker


def main(queue: str, threads: int) -> None:
    """Work until SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    worker = dramatiq.Worker(broker, queues={queue}, worker_threads=threads)
    worker.start()
    sys.stdout.write("Working\n")
    sys.stdout.flush()
    try:
        signal.pause()
    finally:
        worker.stop()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
