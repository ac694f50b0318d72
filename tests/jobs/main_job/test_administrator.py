import stat
from pathlib import Path

import pytest

from apps.accounts.roles import Role
from apps.jobs.main_job.administrator import ensure_administrator

pytestmark = pytest.mark.django_db


def test_the_password_told_is_the_password_that_works_and_is_told_again(tmp_path: Path) -> None:
    made = ensure_administrator(tmp_path)
    assert made.password is not None
    assert made.user.check_password(made.password)
    assert made.user.role == Role.SUPER_ADMIN
    assert ensure_administrator(tmp_path).password == made.password
    assert stat.S_IMODE((tmp_path / "administrator").stat().st_mode) == 0o600


def test_a_changed_password_is_not_told(tmp_path: Path) -> None:
    made = ensure_administrator(tmp_path)
    made.user.set_password("another one, of their own")
    made.user.save()
    assert ensure_administrator(tmp_path).password is None
