"""The measured variants of each framework: bare Python, its tutorial, and the application."""

from dataclasses import dataclass
from pathlib import Path

from harness import ROOT, SERVERS

KINDS = ("bare", "tutorial", "app")

# WSGI applications as `module:name`, and modules that serve.
TARGETS = {
    ("flask", "bare"): "bench.bare.wsgi:application",
    ("flask", "tutorial"): "bench.tutorial.flask:create_app",
    ("pyramid", "bare"): "bench.bare.wsgi:application",
    ("pyramid", "tutorial"): "bench.tutorial.pyramid:create_app",
    ("django", "bare"): "bench.bare.wsgi:application",
    ("django", "tutorial"): "bench.tutorial.django:application",
    ("tornado", "bare"): "bench.bare.asyncio",
    ("tornado", "tutorial"): "bench.tutorial.tornado",
    ("tornado", "app"): "tornado_todo",
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
        """Return the WSGI application, or the module that serves."""
        return TARGETS.get((self.framework, self.kind)) or SERVERS[self.framework]["serve"][-1]

    def worker(self) -> list[str]:
        """Return the command that calls the application in its own process."""
        return [str(self.programs / "python"), "-m", "bench.in_process.worker", self.target]

    def server(self, port: int, processes: int = 2) -> list[str]:
        """Return the command that serves it on a port, with the application's server settings."""
        command = SERVERS[self.framework]["serve"]
        shipped = [part.format(host="127.0.0.1", port=port) for part in command]
        if not self.is_wsgi:
            _, minus_m, _, *options = shipped
            python = str(self.programs / "python")
            return [python, minus_m, self.target, *options, f"--processes={processes}"]
        program, *options = (part for part in shipped[:-1] if part != "--factory")
        factory = ["--factory"] if self.target.endswith(":create_app") else []
        return [str(self.programs / program), *options, *factory, self.target]
