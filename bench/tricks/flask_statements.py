"""Build statements once, at import time, with bound parameters."""

from typing import Any

from flask import Flask, abort, g
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from flask_todo import create_app as create_plain_app
from flask_todo.api import formats, tasks
from flask_todo.api.parsing import load_query
from flask_todo.database import db
from flask_todo.models import Task, Token, hash_token, now

TOKEN = (
    select(Token)
    .join(Token.user)
    .options(contains_eager(Token.user))
    .where(Token.digest == bindparam("digest"), Token.expiry_date > bindparam("now"))
)
TASK = select(Task).where(Task.user_id == bindparam("user_id"), Task.id == bindparam("id"))
PAGE = (
    select(Task)
    .where(Task.user_id == bindparam("user_id"), Task.id > bindparam("after"))
    .order_by(Task.id)
    .limit(bindparam("limit"))
)


def create_app() -> Flask:
    """Return the application with these functions instead of its own."""
    Token.find = find  # type: ignore[method-assign]
    tasks.get_task = get_task
    app = create_plain_app()
    app.view_functions["api.tasks.list_tasks"] = list_tasks
    return app


def find(text: str) -> Token | None:
    """Return the token with its user."""
    return db.session.scalar(TOKEN, {"digest": hash_token(text), "now": now()})


def get_task(id: str, *, for_update: bool = False) -> Task:
    """Return the user's task with this id."""
    values = {"user_id": g.user.id, "id": formats.parse_integer(id)}
    return db.session.scalar(TASK, values) or abort(404)


def list_tasks() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List the tasks, without filters, which would extend the statement."""
    page = load_query(tasks.page_schema)
    values = {"user_id": g.user.id, "after": page["after"], "limit": page["limit"] + 1}
    found = db.session.scalars(PAGE, values).all()
    shown = found[: page["limit"]]
    headers = {"Link": tasks.link_to_next(shown[-1])} if len(found) > len(shown) else {}
    return {"tasks": tasks.task_schema.dump(shown, many=True)}, 200, headers
