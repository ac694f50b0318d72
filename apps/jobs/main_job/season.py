"""Which photographs the main job works on: the operator's own folder, or the demo season."""

from collections.abc import Callable
from pathlib import Path

from apps.accounts.models import User
from apps.catalog.house import install_demo_house
from apps.catalog.importing import ImportReport, import_folder

RENDERING = "Photographing the season"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done and how many there are."""


def bring_in(
    user: User, photos: Path | None, *, data: Path, workers: int, on_progress: Progress
) -> ImportReport:
    """Install the demo house and import the photographs; what is there already stays.

    Args:
        user: who imports; the photographs join this user's team.
        photos: a folder of one's own, or None for the demo season, which is rendered into
            ``data/season`` unless it is there.
        data: the data folder.
        workers: processes that render.
        on_progress: told after each photograph.

    Raises:
        Problem: ``folder.*`` or ``manifest.invalid``; faults of single files are in the report.
    """
    install_demo_house(user.team, user)
    folder = photos
    if folder is None:
        from apps.catalog.demo import write_season

        folder = data / "season"
        write_season(
            folder,
            on_progress=lambda done, total, _sku: on_progress(RENDERING, done, total),
            workers=workers,
        )
    return import_folder(
        folder,
        team=user.team,
        user=user,
        on_progress=lambda done, total, _name: on_progress("Importing", done, total),
    )
