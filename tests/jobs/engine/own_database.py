"""A database with every table and no row, for processes that are killed: a copy of the test's."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections

Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class OwnDatabase:
    """``environment`` tells a child process of it; ``ask`` sends a statement of its own."""

    environment: dict[str, str]
    ask: Ask


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[OwnDatabase]:
    """Copy the tables of the test's database, which must be empty.

    Args:
        folder: the data folder of the processes that will use it.
    """
    copy = _sqlite if connection.vendor == "sqlite" else _postgres
    with copy(folder) as made:
        yield made


@contextlib.contextmanager
def _sqlite(folder: Path) -> Iterator[OwnDatabase]:
    path = folder / "skyy.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(path)) as database:
            return database.execute(sql).fetchall()

    yield OwnDatabase({}, ask)


@contextlib.contextmanager
def _postgres(folder: Path) -> Iterator[OwnDatabase]:
    import psycopg

    given = connection.settings_dict
    name = f"{given['NAME']}_chaos"
    server = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }

    def administer(statement: str) -> None:
        with psycopg.connect(**server, dbname="postgres", autocommit=True) as database:
            database.execute(statement.encode())

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(**server, dbname=name, autocommit=True) as database:
            return database.execute(sql.encode()).fetchall()

    # A template must have no connection.
    connections.close_all()
    if getattr(connection, "pool", None) is not None:
        connection.close_pool()
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{given["NAME"]}"')
    told = {key.upper(): str(value) for key, value in server.items()}
    told |= {"ENGINE": given["ENGINE"], "NAME": name}
    try:
        yield OwnDatabase({"CHAOS_DATABASE": json.dumps(told)}, ask)
    finally:
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
