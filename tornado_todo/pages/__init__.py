"""The pages for people: their URLs, named as in shared_spec/pages.toml, and their settings."""

from pathlib import Path
from typing import Any

from tornado.options import options
from tornado.web import url

from ..secret_key import kept_secret_key
from ..settings import VAR
from . import accounts, lists, live, modules, tasks, zones
from .base import StaticHandler

handlers = [
    url(r"/", tasks.HomeHandler, name="home"),
    url(r"/register", accounts.RegisterHandler, name="register"),
    url(r"/login", accounts.LogInHandler, name="log_in"),
    url(r"/logout", accounts.LogOutHandler, name="log_out"),
    url(r"/tasks", lists.ShowTasksHandler, name="show_tasks"),
    url(r"/tasks/list", lists.ListTasksHandler, name="list_tasks"),
    url(r"/tasks/live", live.LiveHandler, name="live"),
    url(r"/tasks/new", tasks.AddTaskHandler, name="add_task"),
    url(r"/tasks/(?P<id>[^/]+)", tasks.EditTaskHandler, name="edit_task"),
    url(r"/tasks/(?P<id>[^/]+)/completed", tasks.CompleteTaskHandler, name="complete_task"),
    url(r"/tasks/(?P<id>[^/]+)/delete", tasks.DeleteTaskHandler, name="delete_task"),
    url(r"/account", accounts.EditAccountHandler, name="edit_account"),
    url(r"/account/password", accounts.ChangePasswordHandler, name="change_password"),
    url(r"/account/delete", accounts.DeleteAccountHandler, name="delete_account"),
]


def settings() -> dict[str, Any]:
    """Return the settings of Tornado that the pages need.

    https://www.tornadoweb.org/en/stable/web.html#tornado.web.Application.settings
    """
    folder = Path(__file__).parent
    cookies = {"httponly": True, "samesite": "Lax", "secure": options.production}
    return {
        "template_path": str(folder / "templates"),
        "static_path": str(folder / "static"),
        "static_handler_class": StaticHandler,
        "compiled_template_cache": not options.autoreload,
        "static_hash_cache": not options.autoreload,
        "ui_modules": modules,
        "ui_methods": {"in_zone": zones.in_zone},
        "login_url": "/login",
        "websocket_ping_interval": 30,  # seconds; without an answer for as long, the socket closes
        "websocket_max_message_size": 1024,  # bytes; pages send nothing
        "cookie_secret": options.secret_key or kept_secret_key(VAR / "tornado_secret_key"),
        "page_cookies": cookies,
        "xsrf_cookies": True,
        "xsrf_cookie_name": "tornado_xsrf",
        # Tornado would add 30 days to this dict at a user's first page, for strangers too.
        "xsrf_cookie_kwargs": cookies | {"expires_days": None},
    }
