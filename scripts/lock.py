"""Update every lock: resolve each requirements.in to pinned, hashed versions for any platform.

A lock names no index, so this ignores index settings in the environment.
Options: https://docs.astral.sh/uv/reference/cli/#uv-pip-compile
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "uv pip compile --universal --python-version=3.11 --generate-hashes"


def main(uv: Path) -> None:
    """Compile every `*.in` of the repository into the `.txt` beside it."""
    kept = {key: os.environ[key] for key in os.environ if not key.startswith(("UV_", "PIP_"))}
    for source in sorted(ROOT.glob("[!.]*/**/*.in")):
        name = source.relative_to(ROOT)
        print(f"locking {name}", flush=True)
        shown = f"{COMMAND} --output-file={name.with_suffix('.txt')} {name}"
        command = [str(uv), *shown.split()[1:], "--no-config", "--quiet", "--upgrade"]
        header = {"UV_CUSTOM_COMPILE_COMMAND": shown}  # Renovate repeats the command that it reads
        if subprocess.run(command, cwd=ROOT, env=kept | header).returncode:
            sys.exit(f"{name} could not be locked, see above; its old lock is untouched")


def bootstrap(folder: str) -> Path:
    """Install uv into a new environment, for the very first lock, and return its path."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "uv"], check=True)
    return Path(folder, "bin", "uv")


if __name__ == "__main__":
    installed = ROOT / ".venvs" / "tools" / "bin" / "uv"
    with TemporaryDirectory() as temporary:
        main(installed if installed.exists() else bootstrap(temporary))
