"""The numbered promises of the contract, from shared_spec/requirements.toml."""

import tomllib
from dataclasses import dataclass

from .specification import specification


@dataclass(frozen=True)
class Promise:
    """One sentence that a client can rely on, with its level and source."""

    id: str
    level: str
    profile: str
    sentence: str
    source: str

    @property
    def area(self) -> str:
        """Return the group of the promise: "TASK" for "TASK-1"."""
        return self.id.rpartition("-")[0]


DOCUMENT = tomllib.loads(specification("requirements.toml").read_text(encoding="utf-8"))
CONTRACT: str = DOCUMENT["version"]  # semantic: a major version fails servers that passed before
PROMISES: dict[str, Promise] = {table["id"]: Promise(**table) for table in DOCUMENT["promise"]}


def profile_of(promise_ids: list[str]) -> str:
    """Return the narrowest profile of the promises, core if there is no other."""
    profiles = {PROMISES[promise_id].profile for promise_id in promise_ids}
    narrow = ("live", "browser", "pages-timing", "pages", "operational", "timing", "extended")
    return next((name for name in narrow if name in profiles), "core")
