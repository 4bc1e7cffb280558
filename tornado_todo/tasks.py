"""The rules for tasks: find one of a user, add one. Nothing here knows of HTTP.

The functions take a `session`: they run in a transaction, in a thread.
"""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .api import formats
from .database import lock_writes
from .errors import TaskNotFoundError, TokenRevokedError
from .models import Task, User


def find_task(session: Session, user: User, id: str, *, for_update: bool = False) -> Task:
    """Return the user's task of that id; `for_update` locks it until the commit.

    TaskNotFoundError: there is none, or the id is not a number.
    """
    try:
        query = user.tasks.select().where(Task.id == formats.parse_integer(id))
    except ValueError:
        raise TaskNotFoundError from None
    if for_update:
        lock_writes(session)
    task = session.scalar(query.with_for_update() if for_update else query)
    if task is None:
        raise TaskNotFoundError
    return task


def add_task(session: Session, user: User, task: Task) -> Task:
    """Add a task of the user, and return it; TokenRevokedError if the account was deleted."""
    task.user_id = user.id
    session.add(task)
    try:
        session.flush()
    except IntegrityError as error:  # the foreign key: the user was deleted during this request
        raise TokenRevokedError from error
    return task
