"""Texts in forms: the same pass and fail as in the API, and they come back as typed."""

from typing import Any

import pytest

from ..client import ACCOUNTS, Caller, User
from ..helpers import NEW_PASSWORD, log_in, random_name, registration, verdict
from ..test_06_text import BLANK, ONE_CODE_POINT, TEXTS, VISIBLE
from ..test_08_registration import EMAILS, WRONG_EMAILS, WRONG_USERNAMES
from ..test_08_registration_passwords import LONGEST_PASSWORDS, SHORTEST_PASSWORDS
from .helpers import fill_in, post
from .http_driver import HttpDriver
from .names import FORMS, path_of

ONE_LINE = [text for text in TEXTS.values() if not {*"\r\n"} & {*text}]
NAMES = ["", *(each for each in BLANK if not {*"\r\n"} & {*each}), *VISIBLE, *ONE_LINE]
NAMES += [each * size for each in ONE_CODE_POINT for size in (200, 201)]
NAMES += ["a" * 199 + " ", "a" * 200 + " ", " " + "a" * 200]
NAMES += ["\0loremipsum", "lorem\0ipsum", "loremipsum\0"]
NOTES = ["", " \n ", "a\n" * 5_000, "a\n" * 5_000 + "a", *TEXTS.values(), "lorem\0ipsum"]
NOTES += [each * 10_000 for each in ONE_CODE_POINT] + ["a" * 10_001, "\U0001f9c9" * 10_001]
WRONG_PASSWORDS = ["", "x", *(word[:-1] for word in SHORTEST_PASSWORDS)]
WRONG_PASSWORDS += [word + "x" for word in LONGEST_PASSWORDS]
WRONG = {  # by label and member
    ("Username", "username"): [*WRONG_USERNAMES, "login", "logout", "lorem\0"],
    ("E-mail", "email"): WRONG_EMAILS,
    ("Password", "password"): [*WRONG_PASSWORDS, "lorem\0 ipsum"],
}
TYPED = "\n\n  Two bottles \n\n\tof milk\n\U0001f9c9 & <b>\n "
TRICKY: list[dict[str, Any]] = [
    {"name": "plain"},
    {"name": "seconds", "due_date": "2030-01-02T03:04:05Z"},
    {"name": "microseconds", "due_date": "2030-01-02T03:04:05.123456Z"},
    {"name": "first of two", "due_date": "2030-10-27T00:30:00Z"},
    {"name": "second of two", "due_date": "2030-10-27T01:30:00Z"},
    {"name": "old", "due_date": "1890-01-02T03:04:05Z"},
    {"name": "line feeds", "note": "\n\nTwo\n\n"},
    {"name": "  outer spaces\t", "note": " \n "},
    {"name": "\"double\" 'single' &amp; &", "note": "&lt;b> \"x\" 'y'"},
    {"name": "</textarea><script>", "note": "</textarea><script>alert(1)</script>"},
    {"name": "{{ 7*7 }} {% raw %} ${7*7} %(x)s", "note": "{{ x }}"},
    {"name": "\U0001f9c9" * 200, "note": "\U0001f9c9" * 10_000},
    {"name": "\u05e9\u05dc\u05d5\u05dd \u202eabc\u202c", "note": "\u05e9"},
    {"name": "\u0001\u2028\ufeff\uffff\u00a0", "note": "\u0085\u2029\u000b\u0001"},
    {"name": "done", "completed": True},
]


def lines(text: str) -> str:
    """Return a text with the line breaks that a form carries."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def passes(page: HttpDriver, label: str) -> bool | str:
    """Return whether a form passed; False if exactly this field is wrong."""
    if page.statuses[0] in {302, 303}:
        return True
    return not page.invalid(label) if page.status == 422 else f"answered {page.status}"


@pytest.mark.promise("FORM-5")
def test_no_browser_judges_a_form(toured: dict[str, HttpDriver]) -> None:
    """Forms are novalidate, and their fields have no maxlength."""
    for name, seen in toured.items():
        form = seen.form(FORMS[name]["button"])
        assert "novalidate" in form.attributes or not FORMS[name]["fields"], name
        limits = [node for node in seen.document.fields(form) if "maxlength" in node.attributes]
        assert limits == [], name


@pytest.mark.promise("FORM-5")
def test_a_wrong_registration_is_wrong_in_both(stranger: HttpDriver, anyone: Caller) -> None:
    """What the API refuses at a registration is refused at the same field."""
    account = {"Username": random_name(), "E-mail": "ann@example.org"}
    account |= {"Password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
    stranger.open(path_of("register"))
    passed = []
    for (label, member), texts in WRONG.items():
        for text in texts:
            repeated = {"Repeat password": text} if label == "Password" else {}
            fill_in(stranger, account | {label: text} | repeated)
            stranger.press("Register")
            asked = verdict(anyone.post(ACCOUNTS, json=registration(**{member: text})))
            if passes(stranger, label) is not False or asked != f"422 #/{member}":
                passed.append((text, stranger.statuses, asked))
                stranger = stranger.nobody()
                stranger.open(path_of("register"))
    assert passed == []


@pytest.mark.promise("FORM-5")
def test_the_same_email_addresses_pass(page: HttpDriver, ann: User) -> None:
    """Each address passes on the page exactly if it passes in the API."""
    page.open(path_of("edit_account"))
    found, asked = {}, {}
    for email in [*WRONG_EMAILS[:3], *EMAILS, "a\0@example.org"]:
        fill_in(page, {"E-mail": email})
        page.press("Save")
        found[email] = passes(page, "E-mail")
        asked[email] = ann.put(ann.path, json={"email": email}).status_code == 200
    assert found == asked


@pytest.mark.promise("FORM-5")
def test_the_same_names_and_notes_pass(page: HttpDriver, ann: User) -> None:
    """Each text passes on the page exactly if it passes in the API."""
    page.open(path_of("add_task"))
    page.fill("Name", "Buy milk")
    form = page.submission("Add")
    found, asked = {}, {}
    texts = [("Name", text) for text in NAMES] + [("Note", lines(text)) for text in NOTES]
    for label, text in texts:
        page.send(form.but(**{form.labels[label]: text.replace("\n", "\r\n")}))
        found[label, text] = passes(page, label)
        task = {"name": "Buy milk", label.lower(): text}
        asked[label, text] = ann.post(ann.tasks, json=task).is_success
    assert found == asked


@pytest.mark.promise("FORM-5", "SHOW-8")
def test_the_same_passwords_pass_and_log_in(page: HttpDriver, ann: User) -> None:
    """Passwords of 8 and 128 code points of any kind are taken exactly as typed."""
    words = [word for word in SHORTEST_PASSWORDS + LONGEST_PASSWORDS if not {*"\r\n"} & {*word}]
    for word in [*words, " correct  horse "]:
        change = {"Current password": ann.password, "New password": word, "Repeat password": word}
        post(page, "change_password", change)
        assert passes(page, "New password") is True, f"{word!r} is refused"
        ann.password = word
    assert log_in(ann, ann.username, ann.password).status_code == 200


@pytest.mark.promise("FORM-10")
def test_long_texts_come_back_as_typed(page: HttpDriver, ann: User, task: dict[str, Any]) -> None:
    """A name of 200 emoji, and a note of 10,000 characters with all its lines and spaces."""
    name = " " + "\U0001f9c9" * 198 + " "
    note = TYPED + "x" * (10_000 - 2 * len(TYPED)) + TYPED
    for operation in ("edit_task", "add_task"):
        post(page, operation, {"Name": name, "Note": note}, task["id"])
        assert page.statuses[0] in {302, 303}, f"{operation} was answered {page.status}"
    for saved in ann.get(ann.tasks).json()["tasks"]:
        assert (saved["name"], saved["note"]) == (name, note)
        page.open(path_of("edit_task", saved["id"]))
        assert (page.value("Name"), page.value("Note")) == (name, note)


@pytest.mark.promise("FORM-11")
def test_an_untouched_form_changes_nothing(page: HttpDriver, ann: User) -> None:
    """Saving each task as it is shown leaves all that the API shows, in any zone."""
    before = [ann.create_task(**each) for each in TRICKY]
    for zone in ("UTC", "Europe/Berlin"):
        post(page, "edit_account", {"Time zone": zone})
        for task in before:
            page.open(path_of("edit_task", task["id"]))
            page.press("Save")
            assert page.statuses[0] in {302, 303}, f"{task['name']!r} answered {page.status}"
        after = [ann.get(f"{ann.tasks}/{task['id']}").json() for task in before]
        assert after == before


@pytest.mark.promise("FORM-11")
def test_an_untouched_account_stays(page: HttpDriver, ann: User) -> None:
    """Saving the account as it is shown leaves its address and its zone."""
    before = ann.put(ann.path, json={"email": "Ann.Smith+Tag@EXAMPLE.Org"}).json()
    post(page, "edit_account", {"Time zone": "America/New_York"})
    page.open(path_of("edit_account"))
    page.press("Save")
    page.open(path_of("edit_account"))
    assert ann.get(ann.path).json() == before
    assert page.value("Time zone") == "America/New_York"
