"""How refused requests appear in the log."""

import logging


class OneLine(logging.Filter):
    """A refusal (403, 404, …) is one line: nothing broke, so there is nothing to trace back."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record; without its traceback where the answer was below 500."""
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            record.exc_text = None
        return True
