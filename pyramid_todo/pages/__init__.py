"""The pages for people: routes, sessions, protection against forged forms, static files."""

from pyramid.config import Configurator
from pyramid.events import NewResponse
from pyramid.session import SignedCookieSessionFactory

from ..resources import OwnAccountContext, OwnTaskContext, TokenContext
from ..routing import is_page
from .forms import form_view
from .renderers import ChameleonRendererFactory
from .responses import set_headers

ONE_HOUR = 60 * 60  # seconds for which browsers keep the style


def includeme(config: Configurator) -> None:
    """Add the routes, and the views with what they need; the API has neither sessions nor forms."""
    add_routes(config)
    config.add_static_view("static", "static", cache_max_age=ONE_HOUR)
    config.set_session_factory(session_factory(config))
    config.add_view_deriver(form_view, under="complete_body_view", over="csrf_view")
    config.set_default_csrf_options(require_csrf=True, callback=is_page)
    reload = config.get_settings()["pyramid.reload_templates"]
    config.add_renderer(".pt", ChameleonRendererFactory(reload=reload))
    config.add_subscriber(set_headers, NewResponse)
    config.scan()


def add_routes(config: Configurator) -> None:
    """Add every URL of the pages, with the names of shared_spec/pages.toml."""
    config.add_route("pages.home", "/", factory=OwnAccountContext)
    config.add_route("pages.register", "/register")
    config.add_route("pages.log_in", "/login")
    config.add_route("pages.log_out", "/logout", factory=TokenContext)
    config.add_route("pages.show_tasks", "/tasks", factory=OwnAccountContext)
    config.add_route("pages.list_tasks", "/tasks/list", factory=OwnAccountContext)
    config.add_route("pages.add_task", "/tasks/new", factory=OwnAccountContext)
    config.add_route("pages.edit_task", "/tasks/{id}", factory=OwnTaskContext)
    config.add_route("pages.complete_task", "/tasks/{id}/completed", factory=OwnTaskContext)
    config.add_route("pages.delete_task", "/tasks/{id}/delete", factory=OwnTaskContext)
    config.add_route("pages.edit_account", "/account", factory=OwnAccountContext)
    config.add_route("pages.change_password", "/account/password", factory=OwnAccountContext)
    config.add_route("pages.delete_account", "/account/delete", factory=OwnAccountContext)


def session_factory(config: Configurator) -> object:
    """Return what makes the sessions: a signed cookie, which changes only when a view changes it.

    It does not expire by itself: the token in it does. An error keeps the cookie as it was, so
    that nobody is told of a success whose commit failed.
    """
    settings = config.get_settings()
    return SignedCookieSessionFactory(
        settings["secret_key"],
        cookie_name="pyramid_session",  # browsers send cookies to all ports of a host
        httponly=True,
        samesite="Lax",
        secure=settings["production"],
        timeout=None,
        reissue_time=None,
        set_on_exception=False,
    )
