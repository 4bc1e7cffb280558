"""What the tests share: servers, databases, proxies, and the reports on a run."""

import tomllib
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
MODULES = {"PYTHONPATH": str(TESTS)}  # for programs that run as `python -m harness...`
SERVERS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
