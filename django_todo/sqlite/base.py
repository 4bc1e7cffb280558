"""Django's back end for SQLite, with a pool, which Django itself has for PostgreSQL.

Connecting costs a third of a short request. Connections that last (CONN_MAX_AGE) belong to threads,
and Granian's come and go: every one that goes would leave its connection open.
https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

from collections import defaultdict
from sqlite3 import Connection
from typing import Any

from django.db.backends.sqlite3 import base

# By file: what no request uses now. Any thread may take it: append and pop are atomic.
idle: defaultdict[str, list[Connection]] = defaultdict(list)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, which connects with what is idle, and lets it rest where it would close."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Return a connection that is idle, else a new one."""
        try:
            return idle[conn_params["database"]].pop()
        except IndexError:
            return super().get_new_connection(conn_params)

    def _close(self) -> None:
        if self.connection.in_transaction or self.errors_occurred:
            super()._close()
        else:
            idle[self.settings_dict["NAME"]].append(self.connection)
