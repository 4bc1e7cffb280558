"""Every lock pins and hashes all packages, and contains nothing about the machine."""

import re
from pathlib import Path

import pytest
from harness import ROOT, SERVERS
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SOURCES = sorted(ROOT.glob("[!.]*/**/*.in"))
PINNED = re.compile(r"[a-z0-9.-]+==\S+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+")
COMMAND = "uv pip compile --universal --python-version=3.11 --generate-hashes"
FORBIDDEN = re.compile(r"://|--(extra-)?index-url|--find-links|(?:^|[\s=@])/")

every_lock = pytest.mark.parametrize(
    "source", SOURCES, ids=lambda source: str(source.relative_to(ROOT))
)


def requirements(source: Path) -> list[str]:
    """Return the requirements in the lock of a `*.in` file, each on one line."""
    joined = source.with_suffix(".txt").read_text().replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@every_lock
def test_every_requirement_is_pinned_and_hashed(source: Path) -> None:
    """A lock installs the same bytes everywhere."""
    loose = [line for line in requirements(source) if not PINNED.fullmatch(line)]
    assert not loose
    assert requirements(source)


@every_lock
def test_no_lock_names_an_index_or_a_place(source: Path) -> None:
    """A lock works for everyone: no index, no URL, no absolute path."""
    lines = source.with_suffix(".txt").read_text().splitlines()
    assert not [line for line in lines if FORBIDDEN.search(line)]


@every_lock
def test_a_lock_begins_with_the_command_that_made_it(source: Path) -> None:
    """Renovate repeats this command: it is the same on every machine."""
    name, lock = source.relative_to(ROOT), source.with_suffix(".txt")
    command = f"{COMMAND} --output-file={lock.relative_to(ROOT)} {name}"
    assert lock.read_text().splitlines()[1] == f"#    {command}"


@every_lock
def test_a_lock_answers_what_was_asked_for(source: Path) -> None:
    """The lock has every package of the `*.in` file, in an allowed version."""
    versions = dict(line.split()[0].split("==") for line in requirements(source))
    asked = (line.partition("#")[0].strip() for line in source.read_text().splitlines())
    for wanted in map(Requirement, filter(None, asked)):
        version = versions.get(canonicalize_name(wanted.name), "none")
        assert version != "none", f"run make lock: {wanted}"
        assert wanted.specifier.contains(version), f"run make lock: {wanted}"


def test_the_suite_needs_no_web_framework() -> None:
    """The suite tests servers from outside, so its environment has no web framework."""
    names = {line.split("==")[0] for line in requirements(ROOT / "tests" / "requirements.in")}
    assert not names & SERVERS.keys()
