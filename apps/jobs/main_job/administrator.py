"""The first person of a new installation, whose password the command can tell again."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from apps.accounts.models import User
from apps.accounts.people import create_person
from apps.accounts.roles import Role

NAME = "admin"
FILE = "administrator"


@dataclass(frozen=True)
class Administrator:
    """``password`` is None when somebody has changed it since, or the note was removed."""

    user: User
    password: str | None


def ensure_administrator(data: Path) -> Administrator:
    """Return the Owner called ``admin``, made with a random password if there is none.

    The password is kept in ``data/administrator`` (mode 0600), so that the operator of this
    machine can read it and nobody else; a change of password makes the note worthless.
    """
    note = data / FILE
    user = User.objects.filter(username=NAME).first()
    if user is None:
        password = "-".join(secrets.token_hex(3) for _ in range(3))
        handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(password)
        user = create_person(NAME, "", password, Role.SUPER_ADMIN)
        return Administrator(user, password)
    noted = note.read_text().strip() if note.is_file() else None
    if noted is not None and not user.check_password(noted):
        noted = None
    return Administrator(user, noted)
