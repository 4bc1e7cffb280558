"""People who register on the page: somebody for each test, and whoever a test wants."""

import secrets

from ..client import User
from ..helpers import NEW_PASSWORD, random_name
from ..server import Server
from ..violations import Broken
from .helpers import fill_in
from .http_driver import HttpDriver
from .names import path_of


class Registrar:
    """Registers people on the page, and knows whom to delete afterwards."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.users: dict[str, User] = {}
        self.members: dict[int, User] = {}

    def expects(self, username: str, password: str) -> None:
        """Note somebody who may have an account at the end."""
        email = f"{username}@example.org"
        self.users.setdefault(username, User(self.server, username, email, password))

    def fill(self, username: str, password: str = NEW_PASSWORD) -> HttpDriver:
        """Return a new visitor who has filled in the form."""
        self.expects(username, password)
        visitor = HttpDriver(self.server)
        values = {"Username": username, "E-mail": self.users[username].email}
        visitor.open(path_of("register"))
        fill_in(visitor, values | {"Password": password, "Repeat password": password})
        return visitor

    def __call__(self, username: str, password: str = NEW_PASSWORD) -> HttpDriver:
        """Register somebody with a new visitor, and return the visitor."""
        visitor = self.fill(username, password)
        visitor.press("Register")
        return visitor

    def member(self) -> HttpDriver:
        """Register somebody; without that nothing can be said of the pages of a user."""
        name = random_name()
        visitor = self(name, secrets.token_urlsafe(12))
        if (visitor.path, visitor.status) != ("/tasks", 200):
            told = (
                f"a registration leads to {visitor.path}, answered {visitor.status}, not to /tasks"
            )
            raise Broken("PAGE-2", told)
        self.members[id(visitor)] = self.users[name]
        return visitor

    def user_of(self, visitor: HttpDriver) -> User:
        """Return the user whom `member` has registered, with a token of the API."""
        user = self.members[id(visitor)]
        try:
            user.token = user.log_in().token
        except (AssertionError, ValueError, KeyError) as error:
            raise Broken("SHOW-8", f"who registers on the page has no token: {error}") from error
        return user
