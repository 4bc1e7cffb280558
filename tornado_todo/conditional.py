"""Conditional requests: the entity tag of a task, and the writes that depend on it (RFC 9110 §13).

If-None-Match is Tornado's: as a GET ends, finish() compares it with what compute_etag() returns.
"""

from collections.abc import Mapping

from . import wire
from .errors import ProblemError


def entity_tag(task: Mapping[str, object]) -> str:
    """Return the strong tag of a task as it is sent."""
    return f'"{wire.tag(task)}"'


def check_if_match(if_match: str | None, task: Mapping[str, object]) -> None:
    """Raise 412 if the header was sent and names another state of the task than this."""
    if if_match is None or if_match.strip() == "*":
        return
    if entity_tag(task) not in [tag.strip() for tag in if_match.split(",")]:
        raise ProblemError(412, "The task is no longer in the state that If-Match names.")
