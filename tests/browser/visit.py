"""A visit of every page and every error page in Chromium, and what is seen on each."""

from collections.abc import Iterator

from contract.client import User
from contract.helpers import NEW_PASSWORD, WRONG_PASSWORD
from contract.pages.browser_driver import BrowserDriver
from contract.pages.helpers import fill_in, log_in, post

PASSWORD = "correct horse"
ANN = {"Username": "ann", "E-mail": "ann@example.org", "Password": PASSWORD}
LATE, SOON = "2020-01-02T09:00:00Z", "2030-01-02T09:00:00Z"
# A page whose hidden fields are wrong, as if it were from elsewhere.
SPOIL = """all => all.forEach(one => { one.value = "x" })"""


def visit(page: BrowserDriver) -> Iterator[str]:
    """Go everywhere, and yield the name of each place."""
    for part in (strangers, list_of_tasks, one_task, account, errors, the_end):
        yield from part(page)


def strangers(page: BrowserDriver) -> Iterator[str]:
    """Register and log in, rightly and wrongly."""
    page.open("/nothing")
    yield "a stranger's error page"
    for path, button in (("/register", "Register"), ("/account", "Log in")):
        page.open(path)
        yield f"{path} of a stranger"
        page.press(button)
        yield f"{path} of a stranger, empty"
    log_in(page, "nobody", WRONG_PASSWORD)
    yield "a wrong log-in"
    wrong = {"Username": "a b", "E-mail": "ann", "Password": "x", "Repeat password": "y"}
    post(page, "register", wrong)
    yield "a wrong registration"
    fill_in(page, {**ANN, "Repeat password": PASSWORD})
    page.press("Register")
    yield "a registration, and an empty list"
    page.press("Log out")
    yield "a log-out"
    post(page, "register", {**ANN, "Repeat password": PASSWORD})
    yield "a taken username"
    page.follow("Log in")
    log_in(page, "ann", PASSWORD)
    yield "a log-in"


def list_of_tasks(page: BrowserDriver) -> Iterator[str]:
    """Add tasks, and go through the list."""
    page.press("Add")
    yield "a list's form, empty"
    page.open("/tasks/new")
    yield "the form of a new task"
    fill_in(page, {"Name": "x" * 201, "Note": "y" * 10_001, "Due": "2030-01-02T09:00"})
    page.press("Add")
    yield "a wrong new task"
    fill_in(page, {"Name": "Buy milk", "Note": "\nTwo\n\nbottles "})
    page.press("Add")
    yield "a new task"
    ann = User(page.server, "ann", ANN["E-mail"], PASSWORD)
    ann.token = ann.log_in().token
    for number in range(42):
        due = {"due_date": SOON if number % 2 else LATE} if number % 3 else {}
        ann.create_task(f"<b>Task</b> {number}", completed=number % 5 == 0, **due)
    for query in ("", "?page=2", "?page=9", "?show=open", "?show=open&page=2", "?show=done"):
        page.open(f"/tasks{query}")
        yield f"/tasks{query}"
    page.open("/tasks?show=open&page=2")
    page.press("Done <b>Task</b> 1")
    yield "a task that is done"
    page.open("/tasks?page=2")
    page.press("Reopen <b>Task</b> 5")
    yield "a task that is open again"


def one_task(page: BrowserDriver) -> Iterator[str]:
    """Change a task, and delete it."""
    page.open("/tasks?page=3")
    page.follow("Buy milk")
    yield "a task"
    path = page.path
    fill_in(page, {"Name": "", "Done": True})
    page.press("Save")
    yield "a wrong task"
    fill_in(page, {"Name": "Buy bread"})
    page.press("Save")
    yield "a saved task"
    page.open(path)
    yield "a done task"
    page.tab.locator("input[name=state]").evaluate_all(SPOIL)
    page.press("Save")
    yield "a task that was changed meanwhile"
    page.follow("Delete")
    yield "a task to be deleted"
    page.press("Delete")
    yield "a deleted task"
    page.open("/tasks?show=done")
    page.follow("<b>Task</b> 40")
    yield "a task without a note"


def account(page: BrowserDriver) -> Iterator[str]:
    """Change the account and the password."""
    page.follow("Account")
    yield "the account"
    page.fill("E-mail", "nobody")
    page.press("Save")
    yield "a wrong account"
    fill_in(page, {"E-mail": "ann@example.com", "Time zone": "Europe/Berlin"})
    page.press("Save")
    yield "a saved account"
    post(page, "add_task", {"Name": "Sleep", "Due": "2030-03-31T02:30"})
    yield "a time that the clocks skip"
    page.open("/tasks")
    yield "the list in another zone"
    page.open("/account/password")
    yield "the password"
    page.press("Change password")
    yield "an empty password"
    new = {"New password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
    wrong = {"Current password": WRONG_PASSWORD, **new, "Repeat password": "x"}
    fill_in(page, wrong)
    page.press("Change password")
    yield "a password that is repeated wrongly"
    fill_in(page, {"Current password": WRONG_PASSWORD, **new})
    page.press("Change password")
    yield "a wrong current password"
    fill_in(page, {"Current password": PASSWORD, **new})
    page.press("Change password")
    yield "a new password"


def errors(page: BrowserDriver) -> Iterator[str]:
    """Provoke what an error page tells."""
    for path in ("/nothing", "/tasks/999999", "/tasks?page=0", "/logout"):
        page.open(path)
        yield f"{path} answered {page.status}"
    page.open("/tasks")
    page.tab.locator("li input[name=completed]").evaluate_all(SPOIL)
    page.tab.get_by_role("listitem").get_by_role("button").first.click()
    yield f"a state that is none, answered {page.status}"
    page.open("/tasks/new")
    page.tab.locator("main input[type=hidden]").evaluate_all(SPOIL)
    page.press("Add")
    yield f"a forged form, answered {page.status}"
    post(page, "add_task", {"Name": "Buy milk", "Note": "x" * 200_000})
    yield f"a large form, answered {page.status}"


def the_end(page: BrowserDriver) -> Iterator[str]:
    """Delete the account, and log in until that is refused."""
    page.open("/account/delete")
    yield "an account to be deleted"
    page.press("Delete account")
    yield "an account to be deleted, without a password"
    page.fill("Current password", WRONG_PASSWORD)
    page.press("Delete account")
    yield "an account to be deleted, with a wrong password"
    page.fill("Current password", NEW_PASSWORD)
    page.press("Delete account")
    yield "a deleted account"
    while page.status != 429:
        log_in(page, "nobody", WRONG_PASSWORD)
    yield "too many attempts"
