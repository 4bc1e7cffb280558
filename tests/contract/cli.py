"""The command `todo-contract`: hold any server to the contract of the To-Do API."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

from .pages import chromium
from .preflight import SHORT, Preflight, Unsuitable, examine, look_for_pages
from .promises import CONTRACT, PROMISES
from .selection import PAGES, PROFILES, at_stake
from .server import Server
from .steps import STEPS

SUITE = Path(__file__).parent
TESTS = SUITE / "pages"  # of pages
LIBRARIES = {  # imported by the tests of these profiles alone
    "pages": ("selectolax",),
    "pages-timing": ("selectolax",),
    "browser": ("selectolax", "playwright", "axe_playwright_python"),
    "live": ("selectolax", "playwright", "axe_playwright_python"),
}
IN_CHROMIUM = ("browser", "live")
KEPT, BROKEN, INTERRUPTED, UNSUITABLE, MISUSED, CRASHED = 0, 1, 2, 3, 4, 70  # exit statuses
# pytest's own statuses: an internal error, and nothing to run.
STATUSES = {3: CRASHED, 5: MISUSED}
QUIET = ["-q", "--tb=no", "-rN", "--no-header", "-p", "no:cacheprovider"]
# Plugins that happen to be installed beside the suite are no business of the server's.
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
EPILOG = """profiles: core (every server), extended (also entity tags and throttling; the default),
timing (a server whose tokens live for seconds), operational (health checks);
for a server that also has pages: pages, pages-timing (as timing), browser and live (need Chromium)
exit status: 0 kept, 1 broken, 2 interrupted, 3 no such API at the URL, 4 wrong use,
70 the suite itself failed. What follows -- goes to pytest."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    own, options = split(sys.argv[1:] if arguments is None else [*arguments])
    chosen = parser().parse_args(own)
    try:
        return listed(chosen.profile) if chosen.list else run(chosen, options)
    except Unsuitable as error:
        print(f"todo-contract: {error}", file=sys.stderr)
        return UNSUITABLE
    except ValueError as error:
        print(f"todo-contract: {error}", file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # who reads, such as head, has seen enough; nothing else is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return KEPT
    except Exception:
        traceback.print_exc()
        return CRASHED


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Split the arguments at "--": ours, and pytest's."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:cut], arguments[cut + 1 :]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    command = argparse.ArgumentParser(
        "todo-contract",
        description=f"Hold a server to the contract of the To-Do API, version {CONTRACT}.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.error = misuse  # type: ignore[method-assign]
    command.add_argument("url", nargs="?", metavar="URL", help="http://127.0.0.1:8001")
    command.add_argument(
        "--profile", choices=PROFILES, default="extended", help="default: extended"
    )
    command.add_argument(
        "--step",
        nargs="?",
        type=int,
        choices=STEPS,
        const=1,
        metavar="N",
        help="go step by step from step N (1), and stop at the first broken promise",
    )
    command.add_argument("--only", default="", metavar="PROMISE,…", help="only these promises")
    command.add_argument(
        "--report", metavar="FOLDER", help="write report.html, report.json, junit.xml"
    )
    command.add_argument("--insecure", action="store_true", help="accept any certificate")
    command.add_argument(
        "--list", action="store_true", help="print the promises of the profile, and the steps"
    )
    command.add_argument("--version", action="version", version=f"contract {CONTRACT}")
    return command


def misuse(message: str) -> NoReturn:
    """Say in one line what is wrong with the arguments."""
    print(f"todo-contract: {message}; see --help", file=sys.stderr)
    sys.exit(MISUSED)


def listed(profile: str) -> int:
    """Print the promises of a profile, and the steps."""
    for promise in map(PROMISES.__getitem__, at_stake(profile, only="")):
        print(f"{promise.id:12} {promise.profile:12} {promise.sentence}")
    print("\nsteps:")
    for number, subject in STEPS.items():
        print(f"{number:3}  {subject}")
    return KEPT


def run(chosen: argparse.Namespace, options: list[str], plugins: Sequence[Any] = ()) -> int:
    """Ask the server whether it can be tested, test it, and return the exit status.

    Raises Unsuitable or ValueError, both with one line for the user.
    """
    if not chosen.url:
        raise ValueError("say which server: todo-contract http://127.0.0.1:8001")
    url = chosen.url if "://" in chosen.url else f"http://{chosen.url}"
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"{url} is no URL of a server: use http:// or https://")
    if unknown := {*filter(None, chosen.only.split(","))} - PROMISES.keys():
        raise ValueError(f"no such promise: {', '.join(sorted(unknown))}; see --list")
    if chosen.report:
        make(Path(chosen.report))
    require_libraries(chosen.profile)
    server = Server(url, chosen.profile, insecure=chosen.insecure)
    whole = not chosen.only and chosen.step is None and chosen.profile != "operational"
    found = examine(server, whole=whole)
    if chosen.profile in PAGES:
        look_for_pages(server)
    refuse_other_times(url, chosen.profile, found)
    arguments = [*QUIET, "-c", str(SUITE / "pytest.ini"), "--rootdir", str(SUITE)]
    # With "=", or pytest looks for a conftest.py in the folder tests/browser.
    arguments += [f"--contract-url={url}", f"--profile={chosen.profile}", f"--only={chosen.only}"]
    arguments += [f"--preflight={found.to_json()}", *(["--insecure"] if chosen.insecure else [])]
    arguments += [f"--report={Path(chosen.report).absolute()}"] if chosen.report else []
    arguments += in_order(chosen.step) if chosen.step else parallel()
    arguments += [str(TESTS)] if chosen.profile in PAGES else [f"--ignore={TESTS}", str(SUITE)]
    status = int(pytest.main([*arguments, *options], plugins=[*plugins]))
    return STATUSES.get(status, status)


def require_libraries(profile: str) -> None:
    """Raise ValueError if a library, or Chromium, is missing that only this profile needs."""
    if missing := [each for each in LIBRARIES.get(profile, ()) if not find_spec(each)]:
        extra = "browser" if profile in IN_CHROMIUM else "pages"
        install = f"pip install 'todo-contract[{extra}]'"
        raise ValueError(f"the profile {profile} needs {', '.join(missing)}: {install}")
    if profile in IN_CHROMIUM and not chromium.program():
        raise ValueError(chromium.MISSING)


def refuse_other_times(url: str, profile: str, found: Preflight) -> None:
    """Raise ValueError if the lifetime of tokens does not fit the profile."""
    if found.broken or profile.endswith("timing") == (found.expires_in <= SHORT):
        return
    if profile in PAGES:
        fitting = "pages-timing" if found.expires_in <= SHORT else "pages, browser or live"
    else:
        fitting = "timing" if found.expires_in <= SHORT else "core or extended"
    raise ValueError(f"tokens of {url} expire after {found.expires_in} s: use --profile {fitting}")


def in_order(step: int) -> list[str]:
    """Return pytest's arguments for one test after the other."""
    return ["--step", str(step)]


def parallel() -> list[str]:
    """Return pytest's arguments for two tests at a time, in random order if that is installed."""
    return ["-p", "xdist", "-n", "2", *(["-p", "randomly"] if find_spec("pytest_randomly") else [])]


def make(folder: Path) -> None:
    """Make the folder of the report; raise ValueError if that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"no report can be written to {folder}: {error.strerror}") from error


if __name__ == "__main__":
    sys.exit(main())
