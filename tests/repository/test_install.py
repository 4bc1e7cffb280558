"""Environments are built once and completely; a missing requirement is an error of one line."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from harness import ROOT

SCRIPT = ROOT / "scripts" / "install.py"
TOOLS = ROOT / ".venvs" / "tools" / "bin"
PIPES: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
UNKNOWN = "no-such-package==1 --hash=sha256:" + 64 * "0"
WHEEL = "some-1-py3-none-any.whl"
INCOMPLETE = ".venvs/some is not complete: "


class Repository:
    """A folder with the installer and an empty lock, without access to an index."""

    def __init__(self, folder: Path, path: str) -> None:
        self.lock = folder / "requirements.txt"
        self.lock.write_text("")
        self.script = folder / "scripts" / "install.py"
        self.script.parent.mkdir()
        self.script.write_bytes(SCRIPT.read_bytes())
        self.stamp = folder / ".venvs" / "some" / "built-from"
        self.environment = os.environ | {"PATH": path, "PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}

    def start(self, before: str = "") -> subprocess.Popen[str]:
        """Start the installer, after Python code that changes its environment."""
        code = f"import runpy, sys; sys.argv = {[str(self.script), 'some', str(self.lock)]}"
        code += f"\n{before}\nrunpy.run_path(sys.argv[0], run_name='__main__')"
        command = [sys.executable, "-c", code]
        return subprocess.Popen(command, env=self.environment, **PIPES)

    def install(self, before: str = "") -> tuple[int, str, str]:
        """Run the installer; return its exit status, output and errors."""
        process = self.start(before)
        output, errors = process.communicate()
        return process.returncode, output, errors


@pytest.fixture(params=["pip", "uv"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """Return a repository on a machine without uv, and one on a machine with uv."""
    assert (TOOLS / "uv").exists(), "make install-tools brings uv"
    return Repository(tmp_path, str(TOOLS) if request.param == "uv" else "")


def test_an_environment_is_built_once(repository: Repository) -> None:
    """The second call prints nothing and changes nothing."""
    status, output, errors = repository.install()
    assert (status, output.splitlines()[0][:22]) == (0, "building .venvs/some (")
    assert (repository.stamp.parent / "bin" / "python").exists(), errors
    assert repository.install() == (0, "", "")


def test_two_installations_at_once_build_one_environment(repository: Repository) -> None:
    """The second one waits until the environment is complete."""
    outputs = [process.communicate()[0] for process in [repository.start(), repository.start()]]
    assert sum("building" in output for output in outputs) == 1
    assert repository.stamp.exists()


def test_a_failed_installation_is_not_taken_for_a_finished_one(repository: Repository) -> None:
    """The last line says that it failed, and the next call tries again."""
    repository.lock.write_text(UNKNOWN)
    for _ in range(2):
        status, output, errors = repository.install()
        assert status == 1
        assert "building" in output
        assert errors.splitlines()[-1].startswith("the installation failed, see above")
        assert "Traceback" not in errors


def test_an_interrupted_installation_is_said_in_one_line(repository: Repository) -> None:
    """Ctrl-C also ends the program that installs, and the next call builds anew."""
    repository.environment |= {"UV_OFFLINE": "0", "NO_PROXY": "127.0.0.1"}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = "{}:{}".format(*silent.getsockname())
        repository.lock.write_text(f"some @ http://{address}/{WHEEL} --hash=sha256:{64 * '0'}")
        process = repository.start("import signal; signal.signal(2, signal.default_int_handler)")
        connection = silent.accept()[0]
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=10)[1]
        connection.settimeout(10)
        while connection.recv(65_536):  # until its end
            pass
        connection.close()
    assert (process.returncode, errors.splitlines()[-1:]) == (130, [INCOMPLETE + "interrupted"])
    assert not repository.stamp.exists()
    repository.lock.write_text("")
    assert repository.install()[0] == 0
    assert repository.stamp.exists()


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    """A file where the folder should be stops even root, as a read-only disk does."""
    (tmp_path / ".venvs").touch()
    status, output, errors = Repository(tmp_path, "").install()
    assert (status, output, errors.count("\n")) == (1, "", 1)
    assert re.match(f"{INCOMPLETE}.+{tmp_path}/.venvs", errors)


def test_a_complete_environment_needs_no_place_to_write(tmp_path: Path) -> None:
    """What was built before a disk became read-only is found, without opening the lock file."""
    repository = Repository(tmp_path, str(TOOLS))
    assert repository.install()[0] == 0
    claim = tmp_path / ".venvs" / "some.lock"
    claim.unlink()
    claim.mkdir()
    assert repository.install() == (0, "", "")


def test_another_lock_means_another_environment(repository: Repository) -> None:
    """If a lock changes, the environment is rebuilt in an empty folder."""
    repository.install()
    left_over = repository.stamp.parent / "left-over"
    left_over.touch()
    repository.lock.write_text("# changed")
    assert "building" in repository.install()[1]
    assert not left_over.exists()


def test_a_missing_venv_module_is_said_in_one_line(tmp_path: Path) -> None:
    """The message names Debian's package for ensurepip."""
    status, _, errors = Repository(tmp_path, "").install(
        "import sys; sys.modules['ensurepip'] = None"
    )
    assert status == 1
    assert len(errors.splitlines()) == 1
    assert "install python3-venv" in errors


def test_a_too_old_python_is_said_in_one_line(tmp_path: Path) -> None:
    """The installer must parse on an old Python, so that it can report the version."""
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))
    status, output, errors = Repository(tmp_path, "").install(
        "import sys; sys.version_info = (3, 9)"
    )
    assert (status, output) == (1, "")
    assert errors == "needs Python 3.11 or newer, this is 3.9; try make PYTHON=python3.12 ...\n"
