"""Run the contract suite on servers: harness.suite [--trace] NAME... [-- PYTEST-ARGUMENT...].

Each server gets two runs: one with default times, and one with short times for the promises
about expiry. The exit status is 1 if any run failed.
"""

import signal
import subprocess
import sys
from pathlib import Path

from . import ROOT
from .servers import running

RUNS = {
    "extended": {},
    "operational": {},
    "timing": {"TOKEN_TTL": "3", "THROTTLE_WINDOW": "8"},  # seconds
}


def main(arguments: list[str]) -> int:
    """Run every profile on every named server, and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    options = [one for one in arguments[:cut] if one.startswith("--")]
    names = [one for one in arguments[:cut] if not one.startswith("--")]
    runs = [(name, profile) for name in names for profile in RUNS]
    failed = [run for run in runs if not passes(*run, options, arguments[cut + 1 :])]
    for name, profile in failed:
        print(f"FAILED: {name} does not keep the contract ({profile})", file=sys.stderr)
    return int(bool(failed))


def passes(name: str, profile: str, options: list[str], pytest_arguments: list[str]) -> bool:
    """Run one profile of the suite on a new server; print the end of its log on failure."""
    print(f"\n{name}, {profile} profile", flush=True)
    suite = str(Path("tests", "contract"))
    with running(name, *options, environment=RUNS[profile]) as server:
        command = [sys.executable, "-m", "pytest", suite, "--contract-url", server.url]
        command += ["--profile", profile, "-n", "2", *pytest_arguments]
        passed = subprocess.run(command, cwd=ROOT).returncode == 0
        if not passed:
            print(f"the end of the server's log:\n{server.log_end()}", file=sys.stderr)
    return passed


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except RuntimeError as error:  # the server did not start or stop: its log says why
        sys.exit(str(error))
