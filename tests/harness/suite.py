"""Run the contract suite on servers: harness.suite [--trace] NAME... [-- PYTEST-ARGUMENT...].

Each server gets a run for each profile, with short times for the promises about expiry. The exit
status is 1 if any run failed.
"""

import subprocess
import sys

from . import TESTS, commands
from .servers import running

RUNS = {
    "extended": {},
    "operational": {},
    "timing": {"TOKEN_TTL": "3", "THROTTLE_WINDOW": "8"},  # seconds
}


def command(url: str, profile: str, *pytest_arguments: str, report: str = "") -> list[str]:
    """Return the command that runs the suite on a URL, in TESTS; `report` is a folder."""
    written = ["--report", report] if report else []
    own = [sys.executable, "-m", "contract", url, "--profile", profile, *written]
    return [*own, "--", *pytest_arguments]


def passes(name: str, profile: str, *suite: str, options: list[str], report: str = "") -> bool:
    """Run a profile on a new server, started with these options; print its log on failure.

    The suite gets the other arguments.
    """
    print(f"\n{name}, {profile} profile", flush=True)
    with running(name, *options, environment=RUNS[profile]) as server:
        done = subprocess.run(command(server.url, profile, *suite, report=report), cwd=TESTS)
        if done.returncode:
            print(f"the end of the server's log:\n{server.log_end()}", file=sys.stderr)
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Run every profile on every named server, and return the exit status."""
    own, suite = commands.split(arguments)
    options = [each for each in own if each.startswith("--")]
    names = [each for each in own if not each.startswith("--")]
    return commands.status(
        f"{name} does not keep the contract ({profile})"
        for name in names
        for profile in RUNS
        if not passes(name, profile, *suite, options=options)
    )


if __name__ == "__main__":
    commands.run(main)
