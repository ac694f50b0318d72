"""``make bench``: prints the figures and the machine they were taken on."""

import os
import subprocess
import sys

os.environ.setdefault("SKYY_LOG_LEVEL", "WARNING")
os.environ["DJANGO_SETTINGS_MODULE"] = "skyy.settings.test"


def main() -> None:
    """Run every bench: those on servers of their own first, the others on a throw-away database."""
    for name in ("engine", "polling", "live_fanout"):
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=True)
    import django

    django.setup()
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    from tests.bench import library, pictures, uploads
    from tests.bench.measuring import hardware

    setup_test_environment()
    databases = setup_databases(0, interactive=False)
    sys.stdout.write(hardware() + "\n\n")
    try:
        for bench in (library, pictures, uploads):
            for figure in bench.figures():
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()
    finally:
        teardown_databases(databases, 0)


if __name__ == "__main__":
    main()
