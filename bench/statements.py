"""Count the SQL statements of a request, where the library passes them to the driver."""

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .database import prepared
from .invokers import Caller, calling
from .pages import page_requests
from .variants import Variant
from .workload import Exchange, workload

# Not counted: other libraries leave the beginning and end of a transaction to the driver.
FRAME = re.compile("BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA", re.IGNORECASE)


@dataclass(frozen=True)
class Counting(Variant):
    """A variant that logs its statements to a file."""

    file: Path

    def worker(self) -> list[str]:
        """Return the command of the worker, with statements logged."""
        return self.counted(super().worker())

    def server(self, port: int, processes: int = 2) -> list[str]:
        """Return the command of the server, with statements logged."""
        return self.counted(super().server(port, processes))

    def counted(self, command: list[str]) -> list[str]:
        """Return the command `python -m …`, run by in_process/counting.py."""
        python, minus_m, *module = command
        return [python, minus_m, "bench.in_process.counting", str(self.file), *module]


def statements(framework: str, kind: str, postgres: str | None) -> dict[str, int]:
    """Return request → the number of statements of its second run, without one-time queries."""
    with TemporaryDirectory() as folder, prepared(framework, postgres) as url:
        variant = Counting(framework, kind, Path(folder, "statements.sql"))
        with calling(variant, url) as caller:
            pages = page_requests(variant, url, caller) if kind == "app" else {}
            requests = (workload() | pages).items()
            return {name: len(seen(variant.file, caller, each)) for name, each in requests}


def seen(file: Path, caller: Caller, exchange: Exchange) -> list[str]:
    """Return the statements of one request."""
    caller.call(exchange, 1)
    before = len(file.read_text())
    caller.call(exchange, 1)
    lines = file.read_text()[before:].splitlines()
    return [line for line in lines if not FRAME.match(line)]
