#!/usr/bin/env python
"""Django's command line; ``make`` calls it with the embedded setting."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skyy.settings.embedded")
    execute_from_command_line(sys.argv)
