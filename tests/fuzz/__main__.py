"""Run Schemathesis on servers with the OpenAPI document: python -m fuzz NAME... [-- ARGUMENT...].

The settings are in schemathesis.toml. The exit status is 1 if Schemathesis finds a fault.
Arguments: https://schemathesis.readthedocs.io/en/stable/reference/cli/
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx
from harness import ROOT, commands
from harness.servers import running

HERE = Path(__file__).parent
PROGRAM = str(ROOT / ".venvs" / "fuzz" / "bin" / "schemathesis")
DOCUMENT = str(ROOT / "shared_spec" / "openapi.yaml")
RUN = [PROGRAM, "--config-file", str(HERE / "schemathesis.toml"), "run", DOCUMENT]
ANN = {"username": "ann", "password": "correct horse"}  # schemathesis.toml knows them


def main(arguments: list[str]) -> int:
    """Test every named server, and return the exit status."""
    names, options = commands.split(arguments)
    failed = [name for name in names if not passes(name, options)]
    return commands.status(f"{name} does not conform to the document" for name in failed)


def passes(name: str, options: list[str]) -> bool:
    """Test a new server; print the end of its log if Schemathesis finds a fault."""
    print(f"\n{name}", flush=True)
    with running(name) as server, TemporaryDirectory() as folder:  # where it may store findings
        settings = {"FUZZ_TOKEN": log_in(server.url), "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")}
        command = [*RUN, "--url", server.url, *options]
        done = subprocess.run(command, cwd=folder, env=os.environ | settings)
        if done.returncode:
            print(f"the end of the server's log:\n{server.log_end()}", file=sys.stderr)
    return done.returncode == 0


def log_in(url: str) -> str:
    """Register ann, log in, and return the token."""
    with httpx.Client(base_url=f"{url}/api/v1", trust_env=False) as client:
        client.post("/accounts", json=ANN | {"email": "ann@example.org"}).raise_for_status()
        answer = client.post("/accounts/login", json=ANN).raise_for_status()
    return str(answer.json()["token"])


if __name__ == "__main__":
    commands.run(main)
