"""The packages that an application installs, and their size."""

import re
from importlib.metadata import Distribution, distributions
from typing import Any

from . import ROOT
from .contract import Framework

PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def weight(framework: Framework) -> dict[str, Any]:
    """Return the packages in requirements.in, all locked ones for this machine, and their bytes."""
    folder = ROOT / framework.package
    asked = (folder / "requirements.in").read_text(encoding="utf-8").splitlines()
    names = [canonical(re.split(r"[\[<>=#~! ]", line)[0]) for line in asked]
    locked = dict(PINNED.findall((folder / "requirements.txt").read_text(encoding="utf-8")))
    folders = (ROOT / ".venvs" / framework.name).glob("lib/python*/site-packages")
    found = distributions(path=[str(folder) for folder in folders])
    installed = {canonical(one.metadata["Name"]): one for one in found}
    total = sorted(locked.keys() & installed.keys())
    size = sum(bytes_of(installed[name]) for name in total)
    return {"direct": [name for name in names if name], "total": total, "bytes": size}


def canonical(name: str) -> str:
    """Return the normalized name of a package, as in locks."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bytes_of(distribution: Distribution) -> int:
    """Return the bytes of a distribution's files, without compiled Python files."""
    paths = (path.locate() for path in distribution.files or () if path.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())  # type: ignore[attr-defined]
