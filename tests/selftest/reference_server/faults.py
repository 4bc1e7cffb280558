"""The list of faults that the reference server can have."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FAULT_FREE = "-"


@dataclass(frozen=True)
class Fault:
    """A fault: its id, the promise that it breaks, and a description."""

    id: str
    promise: str
    what: str


def load_faults() -> dict[str, Fault]:
    """Return the faults in faults.toml by id, in the order of the file."""
    document = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))
    return {record["id"]: Fault(**record) for record in document["fault"]}


FAULTS = load_faults()
