"""Read plain rows instead of ORM entities."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tornado_todo.__main__ import main
from tornado_todo.api import formats, schemas, tasks
from tornado_todo.models import Task, User

COLUMNS = Task.__table__.columns


def get_task(session: Session, user: User, id: str) -> Any:
    """Return a read-only row."""
    query = select(*COLUMNS).where(Task.user_id == user.id, Task.id == formats.parse_integer(id))
    return session.execute(query).one()


def list_tasks(session: Session, user: User, page: schemas.Page) -> Any:
    """Return the rows of a page, without the filters."""
    query = select(*COLUMNS).where(Task.user_id == user.id, Task.id > page.after)
    return session.execute(query.order_by(Task.id).limit(page.limit + 1)).all()


tasks.get_task = get_task
tasks.list_tasks = list_tasks
if __name__ == "__main__":
    main()
