"""The rules for tasks: find one of a user, add one. No HTTP here; the caller commits."""

from sqlalchemy.exc import IntegrityError

from .accounts import TokenRevokedError
from .api import formats
from .database import db, lock_writes
from .models import Task, User


def find_task(user: User, id: str, *, for_update: bool = False) -> Task | None:
    """Return the user's task of that id, or None; `for_update` locks it until the commit."""
    try:
        query = user.tasks.select().where(Task.id == formats.parse_integer(id))
    except ValueError:
        return None
    if for_update:
        lock_writes()
    return db.session.scalar(query.with_for_update() if for_update else query)


def add_task(user: User, task: Task) -> None:
    """Add a task of the user to the session; raise TokenRevokedError."""
    user.tasks.add(task)
    try:
        db.session.flush()
    except IntegrityError as error:  # the foreign key: the user was deleted during this request
        raise TokenRevokedError from error
