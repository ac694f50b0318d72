"""After a restart of PostgreSQL the first question is answered, however many connections lay by."""

import threading

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no pool of connections"
)
MANY = 8


@pytest.fixture
def pool(transactional_db):
    connection.ensure_connection()
    return connection.pool


def test_many_cut_connections_cost_nobody_a_question(pool):
    taken = [pool.getconn() for _ in range(MANY)]
    for one in taken:
        pool.putconn(one)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    again = [pool.getconn(timeout=5.0) for _ in range(MANY)]
    assert all(one.execute("SELECT 1").fetchone() == (1,) for one in again)
    for one in again:
        pool.putconn(one)


def test_who_waits_for_a_server_that_is_away_is_told_before_losing_patience(tmp_path):
    from skyy.postgresql.pool import Pool

    away = {"host": "127.0.0.1", "port": 1, "connect_timeout": 1}
    # An hour's patience: whoever used it up would stand still here.
    with Pool(kwargs=away, min_size=0, max_size=2, timeout=3600, reconnect_timeout=0) as pool:
        for _ in range(3):
            with pytest.raises(Exception, match="connection"):
                pool.getconn()


def test_who_waits_for_a_free_one_goes_on_waiting(pool):
    held = [pool.getconn() for _ in range(pool.max_size - 1)]
    got = []
    waiting = threading.Thread(target=lambda: got.append(pool.getconn(timeout=20)))
    waiting.start()
    try:
        with pytest.raises(Exception, match="connection"):
            pool.getconn(timeout=0.01)
    finally:
        for one in held:
            pool.putconn(one)
    waiting.join()
    pool.putconn(got[0])


def test_no_connection_is_an_error_of_the_database(pool, monkeypatch):
    from psycopg_pool import PoolTimeout

    def none(*_args, **_more):
        raise PoolTimeout("none")

    connection.close()
    with monkeypatch.context() as patch:
        patch.setattr(type(pool), "getconn", none)
        with pytest.raises(OperationalError):
            connection.ensure_connection()
