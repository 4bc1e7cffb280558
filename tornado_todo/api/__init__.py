"""The API: JSON under /api/v1. Its URLs, all on one screen; the first that matches wins."""

from tornado.web import url

from .accounts import AccountHandler, AccountListHandler, LoginHandler, LogoutHandler
from .base import UnknownPathHandler
from .info import InfoHandler
from .tasks import TaskHandler, TaskListHandler

handlers = [
    url(r"/api/v1", InfoHandler, name="info"),
    url(r"/api/v1/accounts", AccountListHandler, name="accounts"),
    url(r"/api/v1/accounts/login", LoginHandler, name="login"),
    url(r"/api/v1/accounts/logout", LogoutHandler, name="logout"),
    url(r"/api/v1/accounts/(?P<username>[^/]+)", AccountHandler, name="account"),
    url(r"/api/v1/accounts/(?P<username>[^/]+)/tasks", TaskListHandler, name="tasks"),
    url(r"/api/v1/accounts/(?P<username>[^/]+)/tasks/(?P<id>[^/]+)", TaskHandler, name="task"),
    url(r"/(?:api|healthz|readyz).*", UnknownPathHandler),  # programs ask for these
]
