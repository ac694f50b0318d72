"""How long an address holds, and how large what is sent to it may be."""

from datetime import timedelta

from django.conf import settings

from skyy.api.errors import Code, Problem

ADDRESS = timedelta(hours=1)
"""An address takes a file this long; a new one can be had while the upload waits."""

PATIENCE = timedelta(hours=12)
"""An upload that nobody confirmed is given up this long after its address expired."""

CHECKING = timedelta(minutes=15)
"""A check that takes longer died; another may begin."""

MEMORY = timedelta(days=30)
"""What became of an upload is known this long."""

PART_BYTES = 16 << 20
"""Of a file that comes in parts; buckets take parts of 5 MiB and more, and at most 10,000."""

MOST_PARTS = 10_000

ADDRESSES_AT_ONCE = 100
"""Parts whose addresses can be asked for at once."""

MOST_WAITING = 200
"""Uploads a person may have open at once."""


def check_declared(size: int) -> None:
    """Refuse a file larger than any original.

    Raises:
        Problem: ``upload.too_large``, ``upload.empty``.
    """
    if size < 1:
        raise Problem(Code.UPLOAD_EMPTY, "The file is empty: it holds 0 bytes. Send it again.")
    most = settings.CONFIGURATION.max_original_megabytes
    if size > most * 1_000_000:
        raise Problem(
            Code.UPLOAD_TOO_LARGE,
            f"The file has {size / 1e6:.0f} MB; at most {most} MB are taken.",
        )
