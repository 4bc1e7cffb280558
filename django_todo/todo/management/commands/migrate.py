"""Django's `migrate`, safe to start from several processes at once."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction

LOCK = 2026  # free to choose


class Command(migrate.Command):
    """The first process takes the lock; the others wait and find nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate in one transaction, so that no migration may be non-atomic."""
        connection = connections[options["database"]]
        # Migrations turn SQLite's constraints off, which works only before a transaction.
        with connection.constraint_checks_disabled(), transaction.atomic(connection.alias):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            super().handle(*args, **options)
