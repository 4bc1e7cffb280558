"""How many SQL statements a request costs: counted where the library hands them to the driver."""

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .database import prepared
from .invokers import Caller, calling
from .variants import Variant
from .workload import Exchange, workload

# Where a transaction begins and ends: the others leave that to the driver, uncounted.
FRAME = re.compile("BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA", re.IGNORECASE)


@dataclass(frozen=True)
class Counting(Variant):
    """A variant whose statements go to a file."""

    file: Path

    def worker(self) -> list[str]:
        """Return the command of the worker, with the statements written down."""
        return self.counted(super().worker())

    def server(self, port: int, processes: int = 2) -> list[str]:
        """Return the command of the server, with the statements written down."""
        return self.counted(super().server(port, processes))

    def counted(self, command: list[str]) -> list[str]:
        """Return the command `python -m …` as one of in_process/counting.py."""
        python, minus_m, *module = command
        return [python, minus_m, "bench.in_process.counting", str(self.file), *module]


def statements(framework: str, kind: str, postgres: str | None) -> dict[str, list[str]]:
    """Return request → the statements of its second answer, when nothing is looked up once only."""
    with TemporaryDirectory() as folder, prepared(framework, postgres) as url:
        variant = Counting(framework, kind, Path(folder, "statements.sql"))
        with calling(variant, url) as caller:
            return {name: seen(variant.file, caller, each) for name, each in workload().items()}


def seen(file: Path, caller: Caller, exchange: Exchange) -> list[str]:
    """Return the statements that one answer takes."""
    caller.call(exchange, 1)
    before = len(file.read_text())
    caller.call(exchange, 1)
    lines = file.read_text()[before:].splitlines()
    return [line for line in lines if not FRAME.match(line)]
