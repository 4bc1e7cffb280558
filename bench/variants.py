"""What is measured: for each framework the floor, the textbook, and the application as it ships."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVERS = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
KINDS = ("floor", "textbook", "ours")

# What Granian is told to load, for those that it serves.
TARGETS = {
    ("flask", "textbook"): "bench.textbook.flask:create_app",
    ("pyramid", "textbook"): "bench.textbook.pyramid:create_app",
    ("django", "textbook"): "bench.textbook.django:application",
    ("flask", "floor"): "bench.floor.wsgi:application",
    ("pyramid", "floor"): "bench.floor.wsgi:application",
    ("django", "floor"): "bench.floor.wsgi:application",
}
COMMANDS = {
    ("tornado", "textbook"): ["-m", "bench.textbook.tornado", "--port={port}", "--processes={n}"],
    ("tornado", "floor"): ["-m", "bench.floor.asyncio", "{port}", "{n}"],
    ("tornado", "ours"): [*SERVERS["tornado"]["serve"][1:], "--processes={n}"],
}


@dataclass(frozen=True)
class Variant:
    """One program that answers the four requests."""

    framework: str
    kind: str

    @property
    def programs(self) -> Path:
        """Return the folder of the programs of its environment."""
        return ROOT / ".venvs" / self.framework / "bin"

    @property
    def is_wsgi(self) -> bool:
        """Say whether it can be called without a server."""
        return self.framework != "tornado"

    @property
    def target(self) -> str:
        """Return the WSGI application as `module:name`."""
        return TARGETS.get((self.framework, self.kind)) or SERVERS[self.framework]["serve"][-1]

    @property
    def is_factory(self) -> bool:
        """Say whether the target has to be called to get the application."""
        return self.target.endswith(":create_app")

    def worker(self) -> list[str]:
        """Return the command that calls the application in its own process."""
        options = ["--factory"] if self.is_factory else []
        return [str(self.programs / "python"), "-m", "bench.inside.worker", self.target, *options]

    def server(self, port: int, processes: int = 2) -> list[str]:
        """Return the command that serves it as the application is served, on a port."""
        if not self.is_wsgi:
            command = COMMANDS[self.framework, self.kind]
            given = [part.format(host="127.0.0.1", port=port, n=processes) for part in command]
            return [str(self.programs / "python"), *given]
        program, *options = SERVERS[self.framework]["serve"][:-1]
        shipped = [part.format(host="127.0.0.1", port=port) for part in options]
        factory = ["--factory"] if self.is_factory and "--factory" not in shipped else []
        if not self.is_factory and "--factory" in shipped:
            shipped.remove("--factory")
        return [str(self.programs / program), *shipped, *factory, self.target]
