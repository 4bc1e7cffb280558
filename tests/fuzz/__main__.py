"""Run Schemathesis on servers with the OpenAPI document: python -m fuzz NAME... [-- ARGUMENT...].

The settings are in schemathesis.toml. The exit status is 1 if Schemathesis finds a fault.
Arguments: https://schemathesis.readthedocs.io/en/stable/reference/cli/
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2 as httpx
import yaml
from harness import ROOT
from harness.servers import running

DOCUMENT = ROOT / "shared_spec" / "openapi.yaml"
HERE = Path(__file__).parent
PROGRAMS = ROOT / ".venvs" / "fuzz" / "bin"
CREDENTIALS = {"username": "ann", "password": "correct horse"}


def main(arguments: list[str]) -> int:
    """Validate the document, test every named server, and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    validate()
    failed = [name for name in arguments[:cut] if not passes(name, arguments[cut + 1 :])]
    for name in failed:
        print(f"FAILED: {name} does not conform to the document", file=sys.stderr)
    return int(bool(failed))


def validate() -> None:
    """Exit with one clear line if the document is invalid or Schemathesis is not installed."""
    if not PROGRAMS.exists():
        sys.exit("Schemathesis is not installed: run make fuzz")
    command = [str(PROGRAMS / "openapi-spec-validator"), DOCUMENT.name]
    if subprocess.run(command, cwd=DOCUMENT.parent).returncode:
        sys.exit("shared_spec/openapi.yaml is not a valid OpenAPI document, see above")


def passes(name: str, options: list[str]) -> bool:
    """Test a new server; print the end of its log if Schemathesis finds a fault."""
    print(f"\n{name}", flush=True)
    started = time.monotonic()
    with running(name) as server:
        passed = judge(server.url, log_in(server.url), options)
        if not passed:
            print(f"the end of the server's log:\n{server.log_end()}", file=sys.stderr)
    print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    return passed


def log_in(url: str) -> str:
    """Register an account, log in, and return the token."""
    with httpx.Client(base_url=f"{url}/api/v1", trust_env=False) as client:
        account = CREDENTIALS | {"email": "ann@example.org"}
        client.post("/accounts", json=account).raise_for_status()
        session = client.post("/accounts/login", json=CREDENTIALS).raise_for_status()
    return str(session.json()["token"])


def judge(url: str, token: str, options: list[str]) -> bool:
    """Run Schemathesis in a temporary folder, so that it stores nothing for the next run."""
    with TemporaryDirectory() as folder:
        document = Path(folder, "openapi.json")
        document.write_text(json.dumps(document_for(CREDENTIALS)), encoding="utf-8")
        command = [str(PROGRAMS / "schemathesis"), "--config-file", str(HERE / "schemathesis.toml")]
        command += ["run", str(document), "--url", url, *options]
        settings = {"FUZZ_TOKEN": token, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")}
        return subprocess.run(command, cwd=folder, env=os.environ | settings).returncode == 0


def document_for(account: dict[str, str]) -> dict[str, object]:
    """Return the document with a valid username and log-in, which no generator can guess."""
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    components = document["components"]
    components["parameters"]["username"]["schema"] = {"const": account["username"]}
    components["schemas"]["Credentials"]["examples"] = [account]
    return dict(document)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (RuntimeError, httpx.HTTPError) as error:  # it did not start or stop, or log-in failed
        sys.exit(str(error))
