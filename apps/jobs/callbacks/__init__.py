"""Telling another system that a job came to its end: signed, retried, SSRF-proof."""
