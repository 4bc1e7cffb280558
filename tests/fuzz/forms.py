"""Random forms against the pages of servers: python -m fuzz.forms NAME... [-- --count N --seed S].

Each is a form of the server's own, filled in, and then made wrong in one way or in several. No
answer may be a 5xx, and at the end the server must still register somebody. Servers without pages
are left out. The exit status is 1 if a server failed.
"""

import argparse
import random
from collections.abc import Callable, Iterator

from contract import server as server_module
from contract.pages.forms import Entry, Submission
from contract.pages.helpers import fill_in, post
from contract.pages.http_driver import HttpDriver
from contract.pages.malformed import BODIES, TYPE, as_parts
from contract.pages.names import FORMS, STRANGERS, path_of
from contract.server import Server
from harness import SERVERS, commands
from harness.servers import running

PASSWORD = "correct horse"
VALUES = {"E-mail": "ann@example.org", "Password": PASSWORD, "Repeat password": PASSWORD}
VALUES |= {"Name": "Buy milk", "Note": "Two\nbottles", "Due": "2030-01-02T09:00"}
VALUES |= {"Current password": "open sesame 1001", "New password": PASSWORD}
TEXTS: list[str | bytes] = [
    *("", " ", "\0", "a\0b", "\r\n", "\ufeff", "\u202e", "\uffff", "\U0010ffff", "a" * 300),
    *(
        "\U0001f9c9" * 9_000,
        "0",
        "-1",
        "9" * 400,
        "true",
        "NaN",
        "[]",
        "{}",
        "null",
        "../..",
        "%00",
    ),
    *("0000-00-00T00:00", "9999-12-31T23:59", "0001-01-01T00:00", "2030-03-31T02:30", "<b>", "'--"),
    *(b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"a\xffb"),
]
ACCOUNT = {label: VALUES[label] for label in FORMS["register"]["fields"] if label in VALUES}
RENEWED = 100  # forms after which tasks, tokens and forms are fetched anew
TOLD = 1_000  # forms after which progress is printed


def missing(entries: list[Entry], dice: random.Random) -> list[Entry]:
    """Leave an entry out."""
    return [each for each in entries if each != dice.choice(entries)]


def doubled(entries: list[Entry], dice: random.Random) -> list[Entry]:
    """Send a key twice, with another value."""
    return [*entries, (dice.choice(entries)[0], dice.choice(TEXTS))]


def replaced(entries: list[Entry], dice: random.Random) -> list[Entry]:
    """Send another value."""
    changed = dice.choice(entries)[0]
    return [(key, dice.choice(TEXTS) if key == changed else value) for key, value in entries]


def renamed(entries: list[Entry], dice: random.Random) -> list[Entry]:
    """Send a value under a wrong key."""
    changed, wrong = dice.choice(entries)[0], dice.choice(["", "id", "user_id", "a[b]", "\0"])
    return [(wrong if key == changed else key, value) for key, value in entries]


WAYS: list[Callable[[list[Entry], random.Random], list[Entry]]]
WAYS = [missing, doubled, replaced, replaced, replaced, renamed]


def main(arguments: list[str]) -> int:
    """Send forms to every named server that has pages, and return the exit status."""
    names, options = commands.split(arguments)
    parser = argparse.ArgumentParser("fuzz.forms")
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--seed", default="20300102")
    chosen = parser.parse_args(options)
    with_pages = [name for name in names if SERVERS[name].get("pages")]
    failed = [name for name in with_pages if not passes(name, chosen.count, chosen.seed)]
    return commands.status(f"{name} failed at a form" for name in failed)


def passes(name: str, count: int, seed: str) -> bool:
    """Send so many forms to a new server; print each that makes it fail, and its log."""
    dice, failures = random.Random(seed), 0  # noqa: S311 - chosen by the seed
    print(f"\n{name}: {count} random forms, seed {seed}", flush=True)
    with running(name) as server:
        suite = Server(server.url, "pages")
        suite.check = lambda *_: iter(())  # only the status counts
        forms = random_forms(suite, dice)
        for number in range(1, count + 1):
            server_module.recorded.clear()
            send_one(*next(forms), dice)
            worst = max(server_module.recorded, key=lambda exchange: exchange.status)
            if worst.status >= 500:
                failures += 1
                print(f"form {number}: {worst}", flush=True)
            if number % TOLD == 0 or number == count:
                print(f"  {number} sent, {failures} answered with 5xx", flush=True)
        post(
            newcomer(suite, dice), "add_task", {"Name": "Buy milk"}
        )  # raises if the server is no more
        if failures:
            print(f"the end of the server's log:\n{server.log_end()}")
    return not failures


def newcomer(server: Server, dice: random.Random) -> HttpDriver:
    """Return a visitor who has just registered."""
    visitor = HttpDriver(server)
    post(visitor, "register", ACCOUNT | {"Username": username(dice)})
    if visitor.path != "/tasks":
        raise RuntimeError(f"a registration was answered {visitor.statuses}")
    return visitor


def username(dice: random.Random) -> str:
    """Return a username that is not taken."""
    return f"u{dice.getrandbits(48):012x}"


def random_forms(server: Server, dice: random.Random) -> Iterator[tuple[HttpDriver, Submission]]:
    """Yield forms that are filled in, in random order, each with somebody who may send it."""
    while True:
        user, stranger = newcomer(server, dice), HttpDriver(server)
        post(user, "show_tasks", {"Name": "Buy milk"})
        path = user.href("Buy milk")
        known = {"complete_task": user.submission("Done Buy milk")}
        for operation, form in FORMS.items():
            visitor = stranger if operation in STRANGERS else user
            visitor.open(path_of(operation, path.rpartition("/")[2]))
            wanted = VALUES | {"Username": username(dice)}
            fill_in(visitor, {each: wanted[each] for each in form["fields"] if each in wanted})
            known[operation] = visitor.submission(form["button"])
        for _ in range(RENEWED):
            operation = dice.choice([*known])
            visitor = stranger if operation in STRANGERS else user
            yield visitor.copy(), known[operation]


def send_one(visitor: HttpDriver, form: Submission, dice: random.Random) -> None:
    """Make a form wrong, and send it: as such, as parts with a file, or with another body."""
    entries = form.entries
    for _ in range(dice.randint(1, 3)):
        entries = dice.choice(WAYS)(entries, dice) if entries else entries
    wrong = Submission(form.method, form.action, entries)
    kind = dice.random()
    if kind < 0.1:
        body, media_type = dice.choice(BODIES)
        visitor.send(wrong, {"Content-Type": media_type}, body)
    elif kind < 0.2:
        file = dice.choice(entries)[0] if entries else ""
        visitor.send(wrong, {"Content-Type": TYPE}, as_parts(wrong, file))
    else:
        visitor.send(wrong)


if __name__ == "__main__":
    commands.run(main)
