"""What the scores are worth, measured on photographs: ``python -m apps.jobs.fidelity.evaluate``."""
