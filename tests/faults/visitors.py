"""Many people on the pages at once, in a process of their own.

faults.visitors URL WHAT NUMBER SECONDS: WHAT is `tasks` (add and complete tasks, for that many
seconds) or `passwords` (all log in, then all change the password, then all delete the account).
Prints what happened as JSON.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count, takewhile

from contract import server as exchanges
from contract.client import ACCOUNTS, Caller, User
from contract.helpers import NEW_PASSWORD, pages, registration
from contract.pages.helpers import logged_in, post
from contract.pages.http_driver import HttpDriver
from contract.pages.names import MESSAGES
from contract.server import Server

STACK = 512 * 1024  # bytes, for hundreds of threads


def main() -> None:
    """Let the visitors do their work, and print the totals."""
    url, what, number, seconds = sys.argv[1:]
    server = Server(url, "pages")
    users = [registered(server) for _ in range(int(number))]
    exchanges.recorded.clear()
    together = threading.Barrier(len(users))
    work = {"tasks": keep_tasks, "passwords": use_passwords}[what]
    errors = at_once(users, together, lambda user: work(user, together, int(seconds)))
    statuses = Counter(each.status for each in exchanges.recorded)
    tasks = sum(len(user.added) for user in users)
    print(json.dumps({"statuses": statuses, "errors": errors[:5], "tasks": tasks}))


class Visitor(User):
    """A user, and the names of the tasks that a page has confirmed."""

    added: list[str]

    def lost(self) -> int:
        """Return how many tasks the API does not show exactly as they were confirmed."""
        shown = Counter(task["name"] for page in pages(self, "?limit=100") for task in page)
        return (Counter(self.added) - shown).total() + (shown - Counter(self.added)).total()


def registered(server: Server) -> Visitor:
    """Return a new user with a token."""
    account = registration()
    assert Caller(server).post(ACCOUNTS, json=account).status_code == 201
    user = Visitor(server, **account)
    user.token, user.added = user.log_in().token, []
    return user


def at_once(
    users: list[Visitor], together: threading.Barrier, work: Callable[[Visitor], None]
) -> list[str]:
    """Let all users work at the same time, each in a thread; return what went wrong."""
    errors: list[str] = []
    threading.stack_size(STACK)

    def carefully(user: Visitor) -> None:
        try:
            work(user)
        except threading.BrokenBarrierError:
            return  # somebody else failed
        except Exception as error:
            together.abort()
            errors.append(f"{type(error).__name__}: {error}"[:500])

    threads = [threading.Thread(target=carefully, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def keep_tasks(user: Visitor, together: threading.Barrier, seconds: int) -> None:
    """Add tasks on the list, and mark each as done, for that many seconds after the log-ins."""
    page = logged_in(HttpDriver(user.server), user)
    together.wait()
    deadline = time.monotonic() + seconds
    for number in takewhile(lambda _: time.monotonic() < deadline, count()):
        name = f"task {number}"
        page.fill("Name", name)
        page.press("Add")
        assert page.texts("status") == [MESSAGES["add_task"]], (
            f"{page.status} {page.texts('alert')}"
        )
        user.added.append(name)
        page.press(f"Done {name}")
        assert page.texts("status") == [MESSAGES["complete_task"]], (
            f"{page.status} {page.texts('heading')}"
        )
    assert not user.lost(), f"{user.lost()} of {len(user.added)} tasks are lost or doubled"


def expect(page: HttpDriver, operation: str) -> None:
    """Assert that the page confirms an operation."""
    seen = f"{page.status} {page.texts('heading')} {page.texts('alert')}"
    assert page.texts("status") == [MESSAGES[operation]], seen


def use_passwords(user: Visitor, together: threading.Barrier, seconds: int) -> None:
    """Log in, change the password, and delete the account: four hashes."""
    page = logged_in(HttpDriver(user.server), user)
    together.wait()
    new = {"New password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
    post(page, "change_password", {"Current password": user.password} | new)
    assert page.texts("status") == [MESSAGES["change_password"]], (
        f"{page.status} {page.texts('heading')}"
    )
    together.wait()
    post(page, "delete_account", {"Current password": NEW_PASSWORD})
    assert page.texts("status") == [MESSAGES["delete_account"]], (
        f"{page.status} {page.texts('heading')}"
    )


if __name__ == "__main__":
    main()
