"""Build statements once, at import time, with bound parameters."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from tornado_todo import tokens
from tornado_todo.__main__ import main
from tornado_todo.api import formats, schemas, tasks
from tornado_todo.models import Task, Token, User, now

TOKEN = (
    select(Token)
    .options(joinedload(Token.user, innerjoin=True))
    .where(Token.digest == bindparam("digest"), Token.expiry_date > bindparam("now"))
)
TASK = select(Task).where(Task.user_id == bindparam("user_id"), Task.id == bindparam("id"))
PAGE = (
    select(Task)
    .where(Task.user_id == bindparam("user_id"), Task.id > bindparam("after"))
    .order_by(Task.id)
    .limit(bindparam("limit"))
)


def find_token(session: Session, text: str) -> Token | None:
    """Return the token with its user."""
    return session.scalar(TOKEN, {"digest": tokens.hash_token(text), "now": now()})


def get_task(session: Session, user: User, id: str) -> Task:
    """Return the user's task with this id."""
    values = {"user_id": user.id, "id": formats.parse_integer(id)}
    return session.scalars(TASK, values).one()


def list_tasks(session: Session, user: User, page: schemas.Page) -> list[Task]:
    """Return the tasks of a page, without filters, which would extend the statement."""
    values = {"user_id": user.id, "after": page.after, "limit": page.limit + 1}
    return list(session.scalars(PAGE, values))


tokens.find_token = find_token
tasks.get_task = get_task  # type: ignore[assignment]
tasks.list_tasks = list_tasks
if __name__ == "__main__":
    main()
