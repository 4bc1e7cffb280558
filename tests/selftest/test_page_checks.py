"""The checks of single pages: each fault is reported with the promise that it breaks."""

from typing import Any

import httpx2 as httpx
import pytest
from contract import cli
from contract.exchange import Exchange
from contract.pages import checks
from contract.pages.cookies import Cookie
from contract.pages.forms import Submission, local_time
from contract.pages.names import operation_of
from contract.preflight import Preflight

PAGE = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">
<title>{title} - To-Do</title></head><body><main><h1>{title}</h1>{more}</main></body></html>"""
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY + "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
COOKIE = "session=abc; HttpOnly; Path=/; SameSite=Lax"
ALERT = '<p role="alert">There is nothing at this address.</p>'


def exchange(
    target: str = "/tasks", status: int = 200, title: str = "Tasks", more: str = "", **changes: Any
) -> Exchange:
    """Return an exchange in which a server shows a page."""
    headers = HEADERS | {name.replace("_", "-"): value for name, value in changes.items()}
    kept = httpx.Headers({name: value for name, value in headers.items() if value})
    body = PAGE.format(title=title, more=more).encode()
    url = f"http://127.0.0.1{target}"
    return Exchange("GET", target, url, httpx.Headers(), b"", status, kept, body)


def gone(**changes: Any) -> Exchange:
    """Return an exchange in which a page is not found."""
    told: dict[str, Any] = {"status": 404, "title": "Not found", "more": ALERT}
    return exchange(**told | changes)


WRONG = [
    ("PAGE-2", exchange(status=500, title="Server error", more=ALERT)),
    ("PAGE-6", exchange(title="Your tasks")),
    ("PAGE-6", exchange(more="<h1>Again</h1>")),
    ("PAGE-6", exchange(more="</main><main>")),
    ("GUARD-3", exchange(Content_Security_Policy="")),
    ("GUARD-3", exchange(Content_Security_Policy=POLICY)),
    ("GUARD-3", exchange(Content_Security_Policy=POLICY + "base-uri 'none'; img-src *")),
    (
        "GUARD-3",
        exchange(
            Content_Security_Policy=POLICY.replace("-src 'self'", "-src 'self' 'unsafe-inline'")
        ),
    ),
    ("GUARD-4", exchange(Referrer_Policy="no-referrer")),
    ("GUARD-4", exchange(Cache_Control="private")),
    ("GUARD-4", exchange(X_Content_Type_Options="")),
    ("GUARD-7", gone(title="Gone")),
    ("GUARD-7", gone(more="")),
    ("GUARD-7", exchange(more="Traceback (most recent call last)")),
    ("SESSION-8", exchange(Set_Cookie=COOKIE.replace("HttpOnly; ", ""))),
    ("SESSION-8", exchange(Set_Cookie=COOKIE.replace("Lax", "None"))),
    ("SESSION-8", exchange(Set_Cookie=COOKIE.replace("Path=/", "Path=/tasks"))),
    ("SESSION-9", exchange(target="/api/v1", Set_Cookie=COOKIE)),
]


@pytest.mark.parametrize(("promise", "wrong"), WRONG)
def test_a_wrong_page_is_told_by_its_promise(promise: str, wrong: Exchange) -> None:
    """A page with one fault breaks the promise that says the thing, and no other."""
    assert {each.promise for each in checks.check(wrong, "pages")} == {promise}


@pytest.mark.parametrize(
    "right",
    [
        *(exchange(), exchange(Set_Cookie=COOKIE), gone()),
        exchange("/tasks?show=open", more="<script>"),  # the policy keeps it from running
        exchange("/nobody/knows", title="Any"),
        exchange("/static/style.css", Content_Type="text/css", Cache_Control="max-age=60"),
    ],
)
def test_a_right_page_is_let_through(right: Exchange) -> None:
    """Pages without a fault pass, and files are not held to the rules of pages."""
    assert [*checks.check(right, "pages")] == []


def test_cookies_are_secure_over_https() -> None:
    """SESSION-8 asks for Secure only where the URL is one of HTTPS."""
    plain = exchange(Set_Cookie=COOKIE)
    safe = Exchange(**vars(plain) | {"url": "https://127.0.0.1/tasks"})

    assert [each.promise for each in checks.check(safe, "pages")] == ["SESSION-8"]


def test_a_cookie_is_kept_byte_for_byte() -> None:
    """Quotes and equals signs belong to the value; both ways to delete a cookie are known."""
    cookie = Cookie.parse('a="b\\054c=="; Path=/; httponly')

    assert (cookie.name, cookie.value, cookie.deletes) == ("a", '"b\\054c=="', False)
    assert Cookie.parse("a=; Max-Age=0").deletes
    assert Cookie.parse("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT").deletes


def test_a_form_is_sent_with_what_was_changed() -> None:
    """A value is replaced or left out; what nobody sees can be left out."""
    form = Submission("POST", "/", [("a", "1"), ("b", "x y")], frozenset({"a"}))

    assert form.encoded()[0] == b"a=1&b=x+y"
    assert form.but(b=b"\xff").encoded()[0] == b"a=1&b=%FF"
    assert form.but(a=None).entries == form.visible().entries == [("b", "x y")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2030-01-02T09:00", "2030-01-02T09:00"),
        ("2030-01-02 09:00:00", "2030-01-02T09:00"),
        ("2030-01-02T09:00:05", "2030-01-02T09:00:05"),
        ("2030-01-02T09:00:00.500", "2030-01-02T09:00:00.5"),
        ("1-01-02T09:00", ""),
        ("2030-01-02", ""),
    ],
)
def test_a_local_time_is_one_for_a_browser(text: str, value: str) -> None:
    """What is no local time leaves the field empty."""
    assert local_time(text) == value


def test_a_path_with_a_fixed_segment_wins() -> None:
    """/tasks/new is no task."""
    assert operation_of("GET", "/tasks/new") == "add_task"
    assert operation_of("HEAD", "/tasks/7") == "edit_task"
    assert operation_of("POST", "/tasks/7/completed") == "complete_task"
    assert operation_of("GET", "/nothing") is None


def test_what_a_profile_needs_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the libraries and how to install them; core needs none of them."""
    monkeypatch.setattr(cli, "find_spec", lambda _: None)

    cli.require_libraries("core")
    with pytest.raises(ValueError, match=r"selectolax: pip install 'todo-contract\[pages\]'"):
        cli.require_libraries("pages")
    with pytest.raises(ValueError, match=r"playwright, .*'todo-contract\[browser\]'"):
        cli.require_libraries("browser")


@pytest.mark.parametrize(
    ("profile", "lifetime", "fitting"),
    [
        ("pages", 3, "pages-timing"),
        ("pages-timing", 999, "pages, browser or live"),
        ("core", 3, "timing"),
    ],
)
def test_a_profile_for_other_times_is_refused(profile: str, lifetime: int, fitting: str) -> None:
    """The line says which profile fits."""
    with pytest.raises(ValueError, match=f"use --profile {fitting}"):
        cli.refuse_other_times("http://127.0.0.1", profile, Preflight(lifetime))
