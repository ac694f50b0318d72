"""The database backend of the production setting (Django looks for it under this name)."""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base

from .pool import Pool


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; only the pool is ours."""

    _connection_pools: dict[str, Any]
    _configure_connection: Callable[[Any], None]

    @property
    def pool(self) -> Pool | None:
        """The pool of this process; None where none is asked for."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        pools = self._connection_pools
        if self.alias not in pools:
            made = Pool(
                # Django sets it as it wants it later on.
                kwargs=self.get_connection_params() | {"autocommit": True},
                open=False,
                configure=self._prepare,
                **options,
            )
            # Threads may make several at once; the first is everybody's.
            pools.setdefault(self.alias, made)
        found: Pool = pools[self.alias]
        return found

    def _prepare(self, connection: Any) -> None:
        """Make a new connection ready: what is prepared there is planned once for all values.

        The engine's statements alone are prepared; to plan one anew costs more than to run it.
        """
        self._configure_connection(connection)
        connection.execute("SET plan_cache_mode = force_generic_plan")
