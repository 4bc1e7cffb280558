"""Build statements once, at import time, with bound parameters."""

from typing import Any

from pyramid.request import Request
from sqlalchemy import bindparam, select

from pyramid_todo.api.parsing import query_params
from pyramid_todo.api.schemas import PageSchema
from pyramid_todo.api.views.tasks import TasksViews
from pyramid_todo.models import Task, Token, User, now
from pyramid_todo.resources import TaskContext, parse_integer
from pyramid_todo.security import BearerSecurityPolicy, token_digest

USER = (
    select(User)
    .join(User.tokens)
    .where(Token.digest == bindparam("digest"), Token.expiry_date > bindparam("now"))
)
TASK = select(Task).where(Task.user_id == bindparam("user_id"), Task.id == bindparam("id"))
PAGE = (
    select(Task)
    .where(Task.user_id == bindparam("user_id"), Task.id > bindparam("after"))
    .order_by(Task.id)
    .limit(bindparam("limit"))
)


def load_identity(self: BearerSecurityPolicy, request: Request) -> User | None:
    """Return the user of the bearer token."""
    return request.dbsession.scalar(USER, {"digest": token_digest(request), "now": now()})


def get_task(self: TaskContext, *, for_update: bool = False) -> Task:
    """Return the task."""
    values = {"user_id": self.account.id, "id": parse_integer(self.request.matchdict["id"])}
    return self.request.dbsession.scalars(TASK, values).one()


def list_tasks(self: TasksViews) -> dict[str, Any]:
    """List the tasks, without filters, which would extend the statement."""
    page = PageSchema().deserialize(query_params(self.request))
    values = {"user_id": self.context.account.id, "after": page["after"]}
    values["limit"] = page["limit"] + 1
    tasks = self.request.dbsession.scalars(PAGE, values).all()
    return {"tasks": tasks[: page["limit"]]}


BearerSecurityPolicy.load_identity = load_identity
TaskContext.get_task = get_task
TasksViews.list_tasks = list_tasks

# isort: split

from pyramid_todo.wsgi import application as application  # noqa: E402 - last: it configures the views
