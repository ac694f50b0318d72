"""Marks in a folder that every process of one machine sees: what happened, and what happened first.

Some stand for the world outside, which compensation must put right.
"""

from pathlib import Path

FOLDER = "chaos"


def first(data: Path, name: str) -> bool:
    """Leave a mark; return whether it was not there yet."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def there(data: Path) -> set[str]:
    """Return the names of all marks."""
    folder = data / FOLDER
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
