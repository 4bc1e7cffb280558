"""Where the two files of the contract are."""

from pathlib import Path


def specification(name: str) -> Path:
    """Return the path of a file of shared_spec/; an installed suite has it beside its modules."""
    beside = Path(__file__).with_name(name)
    return beside if beside.exists() else Path(__file__).parents[2] / "shared_spec" / name
