"""The measured variants of each framework: bare Python, its tutorial, and the application."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVERS = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
KINDS = ("bare", "tutorial", "app")

# The applications that Granian loads.
TARGETS = {
    ("flask", "tutorial"): "bench.tutorial.flask:create_app",
    ("pyramid", "tutorial"): "bench.tutorial.pyramid:create_app",
    ("django", "tutorial"): "bench.tutorial.django:application",
    ("flask", "bare"): "bench.bare.wsgi:application",
    ("pyramid", "bare"): "bench.bare.wsgi:application",
    ("django", "bare"): "bench.bare.wsgi:application",
}
COMMANDS = {
    ("tornado", "tutorial"): ["-m", "bench.tutorial.tornado", "--port={port}", "--processes={n}"],
    ("tornado", "bare"): ["-m", "bench.bare.asyncio", "{port}", "{n}"],
    ("tornado", "app"): [*SERVERS["tornado"]["serve"][1:], "--processes={n}"],
}


@dataclass(frozen=True)
class Variant:
    """One program that answers the four requests."""

    framework: str
    kind: str

    @property
    def programs(self) -> Path:
        """Return the folder with the programs of its environment."""
        return ROOT / ".venvs" / self.framework / "bin"

    @property
    def is_wsgi(self) -> bool:
        """Return whether it can be called without a server."""
        return self.framework != "tornado"

    @property
    def target(self) -> str:
        """Return the WSGI application as `module:name`."""
        return TARGETS.get((self.framework, self.kind)) or SERVERS[self.framework]["serve"][-1]

    @property
    def is_factory(self) -> bool:
        """Return whether the target is a function that returns the application."""
        return self.target.endswith(":create_app")

    def worker(self) -> list[str]:
        """Return the command that calls the application in its own process."""
        options = ["--factory"] if self.is_factory else []
        return [
            str(self.programs / "python"),
            "-m",
            "bench.in_process.worker",
            self.target,
            *options,
        ]

    def server(self, port: int, processes: int = 2) -> list[str]:
        """Return the command that serves it on a port, with the application's server settings."""
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
