"""The contexts of the routes: each only says who may; what is looked up, the views look up."""

from pyramid.authorization import Allow, Authenticated
from pyramid.request import Request

from .security import USE, principal


class Session:
    """The session that a request belongs to: anyone who has one may use it."""

    def __init__(self, request: Request) -> None:
        self.__acl__ = [(Allow, Authenticated, USE)]


class Account:
    """The account that a path names, existing or not: its owner may use it."""

    def __init__(self, request: Request) -> None:
        self.__acl__ = [(Allow, principal(request.matchdict["username"]), USE)]
