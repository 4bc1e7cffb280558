"""The list of faults that the reference server can have, and which one is active."""

import re
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

FAULT_FREE = "-"
T = TypeVar("T")
Changes = Mapping[str, Callable[[str], str]]


@dataclass(frozen=True)
class Fault:
    """A fault: its id, the promise that it breaks, and a description."""

    id: str
    promise: str
    what: str


def load_faults() -> dict[str, Fault]:
    """Return the faults in faults.toml by id, in the order of the file."""
    document = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))
    return {
        fault_id: Fault(fault_id, promise, what)
        for promise, faults in document.items()
        for fault_id, what in faults.items()
    }


FAULTS = load_faults()
_thread = threading.local()  # a connection has its own thread


def activate(fault_id: str) -> None:
    """Make this fault the active one of this thread."""
    _thread.fault = fault_id


def fault(fault_id: str) -> bool:
    """Return whether this fault is active; asking for an unlisted fault is a bug."""
    if fault_id not in FAULTS:
        raise LookupError(fault_id)
    return bool(_thread.fault == fault_id)


def chosen(options: Mapping[str, T], default: T) -> T:
    """Return the option of the active fault, or the default if it has none."""
    return options.get(_thread.fault, default)


def altered(value: T, changes: Mapping[str, Callable[..., T]], *arguments: Any) -> T:
    """Return the value, changed if the active fault has one of these changes."""
    change = changes.get(_thread.fault)
    return change(value, *arguments) if change else value


def replaced(pattern: str, replacement: str) -> Callable[[str], str]:
    """Return a function that replaces a regular expression in a text."""
    return lambda text: re.sub(pattern, replacement, text)


def nothing(*_: object) -> None:
    """Do nothing: the default where the options are functions."""
