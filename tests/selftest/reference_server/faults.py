"""The list of faults that the reference server can have."""

import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

FAULT_FREE = "-"
T = TypeVar("T")


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
_thread = threading.local()


def activate(fault_id: str) -> None:
    """Make this fault the active one of this thread."""
    _thread.fault = fault_id


def fault(fault_id: str) -> bool:
    """Return whether this fault is active; asking for an unlisted fault is a bug."""
    if fault_id not in FAULTS:
        raise LookupError(fault_id)
    return bool(_thread.fault == fault_id)


def altered(value: T, changes: Mapping[str, Callable[[T], T]]) -> T:
    """Return the value, changed if the active fault is one of these."""
    change = changes.get(_thread.fault)
    return change(value) if change else value
