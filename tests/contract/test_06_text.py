"""Text comes back unchanged, limits count code points, and invalid text is refused."""

from typing import Any

import pytest

from .client import ACCOUNTS, User
from .helpers import escaped, verdict

TEXTS = {
    "white space at both ends": " \t\n Buy milk \r\n\u00a0\u3000",
    "composed": "Caf\u00e9 \u212b \ufb01 \uff21",
    "decomposed": "Cafe\u0301 A\u030a",
    "astral": "\U0001f9c9 \U0010ffff \U00020000",
    "joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u202eright to left\u202c",
    "markup": "</script><b>\"Tom\" & 'Jerry'</b> \\ / \\u0041 \\n",
    "control characters": "a\u0001\u0008\u000b\u007f\u0080b",
    "line separators": "a\u0085b\u2028c\u2029d",
    "mark and noncharacters": "\ufeffa\ufffd\ufffe\uffff",
    "encoded for others": "%00 %41 + &amp; =C3=A9 ${x} {{x}} %(x)s '; --",
}
BLANK = [
    *"\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000",
    " \t\n\u00a0\u3000" * 40,
]
VISIBLE = ["a", " " * 199 + "a", "\u200b", "\ufeff", "\u180e", "\u0301", "\U0001f9c9"]
ONE_CODE_POINT = ["a", "\u00e9", "\u6f22", "\U0001f9c9", "\u0301"]
LONE_SURROGATES = [
    "lorem\ud83eipsum",
    "lorem\udd89ipsum",
    "lorem\udd89\ud83eipsum",
    "loremipsum\ud83e",
    "lorem\U0001f989\udd89ipsum",
]
REFUSED_EVERYWHERE = [
    "422 #/name #/note",
    "422 #/name #/note",
    "422 #/email #/password #/username",
    "422 #/email #/new_password",
]


@pytest.mark.promise("TEXT-1")
def test_text_comes_back_as_it_was_sent(ann: User) -> None:
    """Every kind of text is the same in the answer, in the task and in the list."""
    created = [ann.create_task(name=text, note=text) for text in TEXTS.values()]
    listed = ann.get(ann.tasks).json()["tasks"]
    read = [ann.get(f"{ann.tasks}/{task['id']}").json() for task in created]
    for tasks in (created, listed, read):
        assert [task["name"] for task in tasks] == list(TEXTS.values())
        assert [task["note"] for task in tasks] == list(TEXTS.values())


@pytest.mark.promise("TEXT-1")
def test_text_is_replaced_as_it_was_sent(ann: User, task: dict[str, Any]) -> None:
    """PUT stores every kind of text unchanged, as POST does."""
    path = f"{ann.tasks}/{task['id']}"
    for text in TEXTS.values():
        assert ann.put(path, json={"name": text, "note": text}).json()["note"] == text
        assert ann.get(path).json()["name"] == text


@pytest.mark.promise("TEXT-1", "TEXT-7")
def test_an_escaped_pair_of_surrogates_is_its_character(ann: User) -> None:
    """Two escapes that form one character come back as that character."""
    response = ann.post(ann.tasks, **escaped({"name": "\U0001f9c9"}))
    assert response.json()["name"] == "\U0001f9c9"


@pytest.mark.promise("TEXT-2")
def test_an_answer_escapes_nothing_needlessly(ann: User) -> None:
    """Unicode and markup are not escaped in an answer; it is UTF-8."""
    text = "</b> & ' > \u00e9 \u6f22 \U0001f9c9"
    ann.create_task(name=text)
    assert text.encode() in ann.get(ann.tasks).content


@pytest.mark.promise("TEXT-3", "TEXT-4")
def test_a_name_has_200_code_points_at_most(ann: User) -> None:
    """A name may have 200 code points, not 201, whatever their size in bytes."""
    for character in ONE_CODE_POINT:
        promise = "TEXT-4" if character.isascii() else "TEXT-3"
        verdicts = {
            size: verdict(ann.post(ann.tasks, json={"name": character * size}))
            for size in (200, 201, 6_000)
        }
        expected = {200: "201", 201: "422 #/name", 6_000: "422 #/name"}
        assert verdicts == expected, f"{promise}: {character!r} times {verdicts}"


@pytest.mark.promise("TEXT-3", "TEXT-5")
def test_a_note_has_10000_code_points_at_most(ann: User) -> None:
    """A note may have 10,000 code points, not 10,001, whatever their size in bytes."""
    for character in ONE_CODE_POINT:
        promise = "TEXT-5" if character.isascii() else "TEXT-3"
        notes = [character * 10_000, character * 10_000 + "a"]
        bodies = [{"name": "Buy milk", "note": note} for note in notes]
        verdicts = [verdict(ann.post(ann.tasks, json=body)) for body in bodies]
        assert verdicts == ["201", "422 #/note"], f"{promise}: {character!r}: {verdicts}"


@pytest.mark.promise("TEXT-3")
def test_an_escape_counts_as_the_code_point_that_it_names(ann: User) -> None:
    """A name of 200 characters may be written as 400 escapes."""
    assert verdict(ann.post(ann.tasks, **escaped({"name": "\U0001f9c9" * 200}))) == "201"
    assert verdict(ann.post(ann.tasks, **escaped({"name": "\U0001f9c9" * 201}))) == "422 #/name"


@pytest.mark.promise("TEXT-3", "TEXT-4", "TEXT-5")
def test_a_replacement_knows_the_limits_too(ann: User, task: dict[str, Any]) -> None:
    """PUT has the same limits for name and note as POST."""
    path = f"{ann.tasks}/{task['id']}"
    longest = {"name": "\U0001f9c9" * 200, "note": "\U0001f9c9" * 10_000}
    assert verdict(ann.put(path, json=longest)) == "200"
    assert verdict(ann.put(path, json={"name": "", "note": "a" * 10_001})) == "422 #/name #/note"
    assert verdict(ann.put(path, json={"name": "a" * 201})) == "422 #/name"
    assert verdict(ann.put(path, json={"name": "\u3000 "})) == "422 #/name"


@pytest.mark.promise("TEXT-4")
def test_a_blank_name_is_refused(ann: User) -> None:
    """A name must not be empty or only white space."""
    blank = ["", *BLANK]
    verdicts = {name: verdict(ann.post(ann.tasks, json={"name": name})) for name in blank}
    assert verdicts == dict.fromkeys(blank, "422 #/name")


@pytest.mark.promise("TEXT-4")
def test_one_visible_character_is_a_name(ann: User) -> None:
    """One code point is enough, even an invisible one that is not white space."""
    assert [ann.create_task(name=name)["name"] for name in VISIBLE] == VISIBLE


@pytest.mark.promise("TEXT-5")
def test_a_note_may_be_empty_or_blank(ann: User) -> None:
    """A note may be empty or only white space, which is kept."""
    assert ann.create_task(note="")["note"] == ""
    assert ann.create_task(note=" \n ")["note"] == " \n "


@pytest.mark.promise("TEXT-6")
def test_nul_is_refused_in_every_text(ann: User) -> None:
    """U+0000 is refused at any position, in every text member."""
    for text in ("\0loremipsum", "lorem\0ipsum", "loremipsum\0"):
        assert judge_everywhere(ann, text) == REFUSED_EVERYWHERE


@pytest.mark.promise("TEXT-7")
def test_a_lone_surrogate_is_refused_in_every_text(ann: User) -> None:
    """A lone surrogate is refused, alone and next to other characters, in every text member."""
    for text in LONE_SURROGATES:
        assert judge_everywhere(ann, text) == REFUSED_EVERYWHERE


def judge_everywhere(user: User, text: str) -> list[str]:
    """Return the verdicts on a text in every text member of every operation."""
    task = {"name": text, "note": text}
    account = {"username": text, "email": f"{text}@example.org", "password": text}
    update = {"email": f"{text}@example.org", "new_password": text}
    return [
        verdict(user.post(user.tasks, **escaped(task))),
        verdict(user.put(f"{user.tasks}/{user.create_task()['id']}", **escaped(task))),
        verdict(user.post(ACCOUNTS, **escaped(account))),
        verdict(user.put(user.path, **escaped(update | {"current_password": user.password}))),
    ]
