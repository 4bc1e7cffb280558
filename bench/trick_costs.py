"""What unidiomatic tricks would save: each is a module in tricks/, outside the applications."""

from dataclasses import dataclass

from compare.sources import source

from .variants import Variant


@dataclass(frozen=True)
class Trick(Variant):
    """An application with one trick; `kind` names its module, `price` its cost for readers."""

    title: str
    price: str

    @property
    def target(self) -> str:
        """Return the WSGI application, or the module that serves."""
        name = {"flask": ":create_app", "tornado": ""}.get(self.framework, ":application")
        return f"bench.tricks.{self.framework}_{self.kind}{name}"

    @property
    def lines(self) -> int:
        """Return how many lines of code the trick takes."""
        return len(source(f"bench/tricks/{self.framework}_{self.kind}.py").code)


IN_ADVANCE = "a statement is far from the view that executes it, and needs named parameters"
ROWS = "a row cannot be changed, so reads and writes need different code"
TRICKS = [
    Trick("flask", "statements", "statements built once", IN_ADVANCE),
    Trick("flask", "rows", "rows instead of entities", ROWS),
    Trick("flask", "attributes", "a getter for marshmallow", "one more hook to know"),
    Trick("pyramid", "statements", "statements built once", IN_ADVANCE),
    Trick(
        "pyramid",
        "registration",
        "one registration of zope.sqlalchemy",
        "a transaction manager that depends on a thread-local request",
    ),
    Trick("tornado", "statements", "statements built once", IN_ADVANCE),
    Trick("tornado", "rows", "rows instead of entities", ROWS),
    Trick("django", "bearer_in_sql", "the bearer in SQL", "table and column names in a string"),
    Trick("django", "shared_fields", "shared form fields", "a change to one form affects all"),
    Trick(
        "django",
        "persistent_connections",
        "persistent connections",
        "connections of ended server threads stay open",
    ),
]
