"""The packages that an application installs, and their size."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

from . import ROOT
from .contract import Framework

PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Weight:
    """The packages that an application installs, and their bytes without caches."""

    direct: list[str]
    total: list[str]
    bytes: int


def weight(framework: Framework) -> Weight:
    """Return the packages in requirements.in, all locked ones for this machine, and their size."""
    folder = ROOT / framework.package
    asked = (folder / "requirements.in").read_text(encoding="utf-8").splitlines()
    names = [canonical(re.split(r"[\[<>=#~! ]", line)[0]) for line in asked]
    locked = dict(PINNED.findall((folder / "requirements.txt").read_text(encoding="utf-8")))
    paths = [
        str(path) for path in (ROOT / ".venvs" / framework.name).glob("lib/python*/site-packages")
    ]
    installed = {canonical(one.metadata["Name"]): one for one in distributions(path=paths)}
    total = sorted(locked.keys() & installed.keys())
    return Weight(
        [name for name in names if name], total, sum(size(installed[name]) for name in total)
    )


def canonical(name: str) -> str:
    """Return the normalized name of a package, as in locks."""
    return re.sub(r"[-_.]+", "-", name).lower()


def size(distribution: Distribution) -> int:
    """Return the bytes of a distribution's files, without compiled Python files."""
    paths = (path.locate() for path in distribution.files or () if path.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())  # type: ignore[attr-defined]
