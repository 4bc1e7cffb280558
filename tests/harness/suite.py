"""Run the contract suite on servers: harness.suite [--trace] NAME... [-- PYTEST-ARGUMENT...].

Each server gets a run for each profile, with short times for the promises about expiry; a server
with pages also those about pages. With `--browser` it gets only the profiles browser and live, for
which make test-browser installs what they need. The exit status is 1 if any run failed.
"""

import subprocess
import sys

from . import ROOT, SERVERS, TESTS, commands
from .servers import running

SHORT = {"TOKEN_TTL": "3", "THROTTLE_WINDOW": "8"}  # seconds
Runs = dict[str, dict[str, str]]  # the settings of the server, by profile
RUNS: Runs = {"extended": {}, "operational": {}, "timing": SHORT}
PAGES: Runs = {"pages": {}, "pages-timing": SHORT}
BROWSER: Runs = {"browser": {}, "live": {}}
BROWSER_PYTHON = str(ROOT / ".venvs" / "browser" / "bin" / "python")


def runs(name: str, *, browser: bool = False) -> Runs:
    """Return the profiles that a server is held to, or of them those that need a browser."""
    pages = SERVERS[name].get("pages", False)
    if browser:
        return BROWSER if pages else {}
    return RUNS | (PAGES if pages else {})


def command(
    url: str, profile: str, *pytest_arguments: str, report: str = "", only: str = ""
) -> list[str]:
    """Return the command that runs the suite on a URL, in TESTS; `report` is a folder.

    With https, the server may have any certificate.
    """
    python = BROWSER_PYTHON if profile in BROWSER else sys.executable
    written = ["--report", report] if report else []
    own = [python, "-m", "contract", url, "--profile", profile, "--only", only, *written]
    own += ["--insecure"] if url.startswith("https:") else []
    return [*own, "--", *pytest_arguments]


def passes(name: str, profile: str, *suite: str, options: list[str], report: str = "") -> bool:
    """Run a profile on a new server, started with these options; print its log on failure.

    The suite gets the other arguments.
    """
    print(f"\n{name}, {profile} profile", flush=True)
    settings = (RUNS | PAGES | BROWSER)[profile]
    with running(name, *options, environment=settings) as server:
        done = subprocess.run(command(server.url, profile, *suite, report=report), cwd=TESTS)
        if done.returncode:
            print(f"the end of the server's log:\n{server.log_end()}", file=sys.stderr)
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Run every profile on every named server, and return the exit status."""
    own, suite = commands.split(arguments)
    options = [each for each in own if each.startswith("--") and each != "--browser"]
    names = [each for each in own if not each.startswith("--")]
    return commands.status(
        f"{name} does not keep the contract ({profile})"
        for name in names
        for profile in runs(name, browser="--browser" in own)
        if not passes(name, profile, *suite, options=options)
    )


if __name__ == "__main__":
    commands.run(main)
