"""Sessions: the signed cookie carries a token, as the API's clients do; the database ends it.

https://www.tornadoweb.org/en/stable/guide/security.html
"""

import re
from typing import Any

from tornado.options import options

from .. import tokens
from ..errors import TokenRevokedError
from .base import PageHandler

SESSION = "tornado_session"  # a cookie
LOCAL_PATH = r"/(?![/\\])[!-~]*\Z"  # browsers read //host and /\host as another site


class SessionHandler(PageHandler):
    """A page that knows the user; `@authenticated` verbs send strangers to the log-in."""

    token: Any = None  # the Token of the session, None for strangers

    async def prepare(self) -> None:
        """Find the user of the session. Tornado's get_current_user cannot wait for a query."""
        text = self.get_signed_cookie(SESSION, max_age_days=options.token_ttl / 86_400)
        if text:
            self.token = await self.transact(tokens.find_token, text.decode())
        self.current_user = self.token and self.token.user

    def begin_session(self, token: str) -> None:
        """Give the browser the token, and another one against forgery with the next page."""
        days = options.token_ttl / 86_400
        self.set_signed_cookie(SESSION, token, days, **self.settings["page_cookies"])
        self.clear_cookie(self.settings["xsrf_cookie_name"], **self.settings["page_cookies"])

    def end_session(self) -> None:
        """Take the token from the browser."""
        for name in (SESSION, self.settings["xsrf_cookie_name"]):
            self.clear_cookie(name, **self.settings["page_cookies"])

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Lead to the log-in if the session was ended, or its user deleted, meanwhile."""
        if "exc_info" in kwargs and isinstance(kwargs["exc_info"][1], TokenRevokedError):
            self.end_session()
            self.redirect(self.get_login_url())
        else:
            super().write_error(status_code, **kwargs)


class SessionStartHandler(SessionHandler):
    """A page on which a session begins."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Lead to a fresh form in place of a 403, or to the tasks if a session has begun.

        A log-in renews the token against forgery, so a form that is sent twice ends here.
        """
        if status_code != 403:
            super().write_error(status_code, **kwargs)
        elif self.get_signed_cookie(SESSION):
            self.redirect(self.reverse_url("show_tasks"))
        else:
            self.redirect(self.request.uri or self.request.path)

    def next_path(self) -> str:
        """Return where a log-in leads: a path of this site, whatever `next` says."""
        path = self.query("next", "")
        return path if re.match(LOCAL_PATH, path) else self.reverse_url("show_tasks")
