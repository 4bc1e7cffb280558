"""Run the contract suite on servers: harness.suite [--trace] NAME... [-- PYTEST-ARGUMENT...].

Each server gets a run for each profile, with short times for the promises about expiry. The exit
status is 1 if any run failed.
"""

import os
import subprocess
import sys

from . import MODULES, ROOT, commands
from .servers import running

RUNS = {
    "extended": {},
    "operational": {},
    "timing": {"TOKEN_TTL": "3", "THROTTLE_WINDOW": "8"},  # seconds
}


def start(
    url: str, profile: str, *pytest_arguments: str, report: str = ""
) -> subprocess.Popen[bytes]:
    """Start the suite on the server at a URL, and perhaps let it write reports to a folder."""
    command = [sys.executable, "-m", "contract", url, "--profile", profile]
    command += ["--report", report] if report else []
    environment = os.environ | MODULES
    return subprocess.Popen([*command, "--", *pytest_arguments], cwd=ROOT, env=environment)


def passes(
    name: str, profile: str, *pytest_arguments: str, options: list[str], report: str = ""
) -> bool:
    """Run a profile on a new server, started with these options; print its log on failure."""
    print(f"\n{name}, {profile} profile", flush=True)
    with running(name, *options, environment=RUNS[profile]) as server:
        with start(server.url, profile, *pytest_arguments, report=report) as suite:
            passed = suite.wait() == 0
        if not passed:
            print(f"the end of the server's log:\n{server.log_end()}", file=sys.stderr)
    return passed


def main(arguments: list[str]) -> int:
    """Run every profile on every named server, and return the exit status."""
    own, pytest_arguments = commands.split(arguments)
    options = [one for one in own if one.startswith("--")]
    runs = [(name, profile) for name in own if name not in options for profile in RUNS]
    return commands.status(
        f"{name} does not keep the contract ({profile})"
        for name, profile in runs
        if not passes(name, profile, *pytest_arguments, options=options)
    )


if __name__ == "__main__":
    commands.run(main)
