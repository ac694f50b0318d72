import stat
from pathlib import Path

from skyy.secret_key import load_or_create


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    made = load_or_create(path)
    assert load_or_create(path) == made
    assert len(made) >= 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
