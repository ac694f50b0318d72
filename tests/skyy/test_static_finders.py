"""What of the npm packages is served, and that nothing else is."""

from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from pytest_django import Settings

from skyy.static_finders import NodeModulesFinder


@pytest.fixture
def modules(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "node_modules"
    (folder / "lib" / "dist").mkdir(parents=True)
    (folder / "lib" / "dist" / "lib.js").write_text("export {}")
    (folder / "lib" / "package.json").write_text("{}")
    settings.NODE_MODULES_DIR = folder
    settings.NODE_STATIC = {
        "vendor/lib.js": "lib/dist/lib.js",
        "vendor/absent.js": "absent/absent.js",
    }
    return folder


def test_a_listed_file_is_found_under_its_public_name(modules: Path) -> None:
    location = str(modules / "lib" / "dist" / "lib.js")
    finder = NodeModulesFinder()
    assert finder.find("vendor/lib.js") == location
    assert finder.find("vendor/lib.js", find_all=True) == [location]


@pytest.mark.parametrize(
    "path",
    ["lib/package.json", "lib/dist/lib.js", "vendor/absent.js", "../lib/package.json", "vendor/"],
)
def test_nothing_else_is_found(modules: Path, path: str) -> None:
    finder = NodeModulesFinder()
    assert finder.find(path) is None
    assert finder.find(path, find_all=True) == []


def test_collecting_copies_what_is_installed_under_its_public_name(modules: Path) -> None:
    ((path, storage),) = NodeModulesFinder().list([])
    assert path == "vendor/lib.js"
    with storage.open(path) as file:
        assert file.read() == b"export {}"


def test_ignored_patterns_are_left_out(modules: Path) -> None:
    assert list(NodeModulesFinder().list(["*.js"])) == []


def test_the_storage_refuses_unlisted_names(modules: Path) -> None:
    with pytest.raises(SuspiciousFileOperation):
        NodeModulesFinder().storage.open("lib/package.json")


def test_without_node_modules_nothing_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES_DIR = tmp_path / "never installed"
    finder = NodeModulesFinder()
    assert list(finder.list(None)) == []
    assert finder.find("vendor/htmx/htmx.min.js") is None


def test_an_entry_that_points_outside_is_an_error(modules: Path, settings: Settings) -> None:
    settings.NODE_STATIC = {"vendor/secret": "../secret", "vendor/lib.js": "lib/dist/lib.js"}
    assert [error.id for error in NodeModulesFinder().check()] == ["skyy.E001"]
