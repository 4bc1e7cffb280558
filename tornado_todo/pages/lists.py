"""The list of the user's own tasks: the whole page, and the list alone for its script."""

import re
from hashlib import sha256
from math import ceil
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tornado.web import HTTPError, authenticated

from ..models import Task, User
from .auth import SessionHandler

FILTERS = ["all", "open", "done"]
PER_PAGE = 20


class ShowTasksHandler(SessionHandler):
    """Show the tasks, a page at a time."""

    path_template = "/tasks"
    SUPPORTED_METHODS = ("GET", "HEAD")
    title, section = "Tasks", "tasks"
    template = "show_tasks.html"
    tag: str | None = None

    @authenticated
    async def get(self) -> None:
        """Show those of the filter `show`."""
        show, page = self.query("show", "all"), self.query("page", "1")
        if show not in FILTERS or not re.fullmatch("[1-9][0-9]*", page):
            raise HTTPError(404)
        number = int(page[:9])  # nobody has so many tasks, and no database counts much further
        found = await self.transact(find_page, self.current_user, show, number)
        self.tag = list_tag(show, found, self.current_user.time_zone)
        self.render(self.template, found=found, show=show, filters=FILTERS, tag=self.tag)


class ListTasksHandler(ShowTasksHandler):
    """Show the list alone, for the script of the page; 304 if it is as the script knows it."""

    path_template = "/tasks/list"
    template = "list.html"

    def compute_etag(self) -> str | None:
        """Return the tag of the data, which Tornado compares when the answer is finished."""
        return self.tag and f'"{self.tag}"'


class TaskPage(NamedTuple):
    """A page of the list, its number, and how many there are."""

    tasks: list[Task]
    number: int
    pages: int


def find_page(session: Session, user: User, show: str, number: int) -> TaskPage:
    """Return a page of the tasks, the newest first; the last page if there are fewer."""
    query = user.tasks.select()
    if show != "all":
        query = query.where(Task.completed == (show == "done"))
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, ceil(count / PER_PAGE))
    number = min(number, pages)
    newest = query.order_by(Task.id.desc()).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    return TaskPage([*session.scalars(newest)], number, pages)


def list_tag(show: str, found: TaskPage, time_zone: str) -> str:
    """Return a tag of all that the list shows; one of the HTML would change with its tokens."""
    tasks = [
        (each.id, each.name, each.completed, each.due_date, each.is_overdue) for each in found.tasks
    ]
    data = repr((show, found.number, found.pages, time_zone, tasks))
    return sha256(data.encode()).hexdigest()
