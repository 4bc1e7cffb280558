"""Run a module, and log every SQL statement that it executes to a file.

Usage, in the framework's environment: python -m bench.in_process.counting FILE MODULE [ARGUMENT...]
https://docs.sqlalchemy.org/en/21/core/events.html
https://docs.djangoproject.com/en/5.2/topics/db/instrumentation/
"""

import importlib.util
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def listen_to_sqlalchemy(note: Callable[[str], None]) -> None:
    """Log the statements of every engine."""
    from sqlalchemy import Engine, event

    @event.listens_for(Engine, "before_cursor_execute")
    def before_cursor_execute(connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        note(statement)


def listen_to_django(note: Callable[[str], None]) -> None:
    """Log the statements of every connection."""
    from django.db.backends.signals import connection_created

    def wrap(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        note(sql)
        return execute(sql, parameters, many, context)

    def on_connection(sender: Any, connection: Any, **others: Any) -> None:
        if wrap not in connection.execute_wrappers:  # wrappers stay when it reconnects
            connection.execute_wrappers.append(wrap)

    connection_created.connect(on_connection, weak=False)


def main(file: str, module: str, *arguments: str) -> None:
    """Run the module as `python -m` would."""
    with Path(file).open("w", buffering=1) as log:

        def note(statement: str) -> None:
            log.write(" ".join(statement.split()) + "\n")

        has_sqlalchemy = importlib.util.find_spec("sqlalchemy")
        (listen_to_sqlalchemy if has_sqlalchemy else listen_to_django)(note)
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
