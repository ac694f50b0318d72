"""Browser modules from npm, served file by file from an allow-list."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

_SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*\Z")


class NodeModulesStorage(FileSystemStorage):
    """Reads allow-listed files under the names the pages use for them.

    ``files`` maps the public static path to the path inside ``location``.
    Any other name is refused with ``SuspiciousFileOperation``.
    """

    def __init__(self, location: Path, files: Mapping[str, str]) -> None:
        super().__init__(location=location)
        self.files = files

    def path(self, name: str) -> str:
        if name not in self.files:
            raise SuspiciousFileOperation(f"{name!r} is not in NODE_STATIC")
        return super().path(self.files[name])

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        """Scripts come without the pointer to a source map, which is not served: collecting
        would look for it and fail."""
        file = super().open(name, mode)
        if not name.endswith(".js"):
            return file
        with file:
            return ContentFile(_SOURCE_MAP.sub(b"\n", file.read()), name)


class NodeModulesFinder(BaseFinder):
    """Finds the files named in ``settings.NODE_STATIC`` and nothing else.

    ``settings.NODE_MODULES_DIR`` is the folder npm installed into. Files that
    are not there (npm has not run yet) are simply not found, so that pages
    still open with the fonts and scripts the machine has.
    """

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        del app_names
        files: Mapping[str, str] = settings.NODE_STATIC
        self.storage = NodeModulesStorage(Path(settings.NODE_MODULES_DIR), files)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Refuse entries that point out of node_modules."""
        del kwargs
        root = Path(self.storage.location)
        return [
            Error(
                f"NODE_STATIC[{public!r}] points out of NODE_MODULES_DIR: {source!r}",
                id="skyy.E001",
            )
            for public, source in self.storage.files.items()
            if not (root / source).resolve().is_relative_to(root.resolve())
        ]

    @overload
    def find(self, path: str, find_all: Literal[False] = ...) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        found = self._installed(path)
        if find_all:
            return [found] if found else []
        return found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, NodeModulesStorage]]:
        patterns = [*(ignore_patterns or ())]
        for path in self.storage.files:
            if self._installed(path) and not matches_patterns(path, patterns):
                yield path, self.storage

    def _installed(self, path: str) -> str | None:
        if path not in self.storage.files:
            return None
        location = self.storage.path(path)
        return location if Path(location).is_file() else None
