"""Django's `migrate`, safe to start from several processes at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK = 2026  # free to choose


class Command(migrate.Command):
    """Whoever migrates first takes the lock, the others wait and find nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate under the lock."""
        with lock(connections[options["database"]]):
            super().handle(*args, **options)


@contextmanager
def lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Keep other processes from migrating the database: SQLite's file is locked as a whole."""
    if connection.vendor == "sqlite":
        # Within a transaction the constraints could not be turned off any more, as Django demands.
        with connection.constraint_checks_disabled(), transaction.atomic(connection.alias):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    yield
    with connection.cursor() as cursor:  # after a failure the end of the connection unlocks
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
