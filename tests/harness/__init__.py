"""What the tests share: servers, databases, proxies, and the reports on a run."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MODULES = {"PYTHONPATH": str(ROOT / "tests")}  # for programs that run as `python -m harness...`
SERVERS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
