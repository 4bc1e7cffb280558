"""Bodies: media types, encoding, JSON syntax and size, for every operation that reads one."""

import json

import pytest

from .body_operations import Reader
from .client import ACCOUNTS, Caller, User
from .helpers import verdict

LIMIT = 128 * 1024  # bytes
OTHER_TYPES = [
    None,
    "",
    "text/plain",
    "text/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json-patch+json",
    "application/problem+json",
    "application/jsonx",
    "application/json-seq",
    "application/json5",
    "json",
    "application/xml; a=application/json",
]
SAME_TYPES = [
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/json;charset=iso-8859-1",
    'application/json ; profile="a;b"',
    "application/json;",
]
NOT_JSON = [
    b"",
    b" \n",
    b"{",
    b'{"name": "Buy milk"',
    b"{'name': 'Buy milk'}",
    b"{name: 1}",
    b'{"name": "a",}',
    b'{"name": 01}',
    b'{"name": +1}',
    b'{"name": .5}',
    b'{"name": 0x1}',
    b'{"name": True}',
    b'{"name": "a"} {}',
    b'{"name": "a"} // done',
    b'{"name": "line\nfeed"}',
    b'{"name": "nul\x00"}',
    b'{"name": "\\x41"}',
    b'{"name": "\\u12"}',
    b"name=Buy+milk",
    b"\x00",
    b"\x0b{}",
    b"\xc2\xa0{}",
]
NOT_UTF_8 = [
    '{"name": "Käse"}'.encode("latin-1"),
    '{"name": "Buy milk"}'.encode("utf-16"),
    '{"name": "Buy milk"}'.encode("utf-16-le"),
    '{"name": "Buy milk"}'.encode("utf-32-be"),
    '{"name": "Buy milk"}'.encode("utf-8-sig"),
    b'\xef\xbb\xbf{"name": "Buy milk"}',
    b'{"name": "\xed\xa0\x80"}',  # a surrogate
    b'{"name": "\xc0\xaf"}',  # an overlong slash
    b'{"name": "\xf4\x90\x80\x80"}',  # beyond U+10FFFF
    b'{"name": "\xff"}',
]
NO_NUMBERS = [b"NaN", b"Infinity", b"-Infinity", b'{"name": NaN}', b'{"x": [-Infinity]}']
TO_DEATH = [
    b"[" * 100_000,
    b"[" * 50_000 + b"]" * 50_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    b'{"name": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    b"1" * 5000,
    b'{"name": -' + b"9" * 5000 + b"}",
]
NOT_OBJECTS = [b"[]", b"[{}]", b'"text"', b"1", b"-0.5e3", b"true", b"false", b"null"]


@pytest.mark.promise("BODY-1")
def test_only_json_is_taken(reader: Reader) -> None:
    """Any other media type, or none, is a 415 with Accept: application/json."""
    content = json.dumps(reader.right).encode()

    for media_type in OTHER_TYPES:
        answer = reader.take(content, media_type)
        assert (media_type, answer.status_code) == (media_type, 415)
        assert answer.headers["Accept"] == "application/json"


@pytest.mark.promise("BODY-2")
@pytest.mark.parametrize("media_type", SAME_TYPES)
def test_json_is_taken_however_it_is_spelt(anyone: Caller, media_type: str) -> None:
    """Case and parameters of the media type do not matter: the body is read."""
    answer = anyone.post(ACCOUNTS, content=b"{}", headers={"Content-Type": media_type})

    assert verdict(answer) == "422 #/email #/password #/username"


@pytest.mark.promise("BODY-2", "BODY-4")
def test_a_charset_is_not_listened_to(ann: User) -> None:
    """JSON is UTF-8; the charset parameter is ignored."""
    claim = {"Content-Type": "application/json; charset=iso-8859-1"}
    answer = ann.post(ann.tasks, json={"name": "Käse 🧀"}, headers=claim)

    assert answer.json()["name"] == "Käse 🧀"


@pytest.mark.promise("BODY-3")
def test_what_is_not_json_is_refused(reader: Reader) -> None:
    """An empty body, half an object and JavaScript are each a 400."""
    answers = reader.statuses(NOT_JSON)

    assert answers == dict.fromkeys(answers, 400)


@pytest.mark.promise("BODY-4")
def test_what_is_not_utf_8_is_refused(reader: Reader) -> None:
    """Other encodings, invalid UTF-8 and a byte order mark are each a 400."""
    answers = reader.statuses(NOT_UTF_8)

    assert answers == dict.fromkeys(answers, 400)


@pytest.mark.promise("BODY-5")
def test_a_number_is_a_number(reader: Reader) -> None:
    """NaN and Infinity are a 400, anywhere in the body."""
    answers = reader.statuses(NO_NUMBERS)

    assert answers == dict.fromkeys(answers, 400)


@pytest.mark.promise("BODY-6", "PROBLEM-7")
def test_no_body_is_the_death_of_the_server(reader: Reader) -> None:
    """Very deep nesting and very long numbers are a 400."""
    assert [reader.take(content).status_code for content in TO_DEATH] == [400] * len(TO_DEATH)


@pytest.mark.promise("BODY-7")
def test_a_body_is_an_object(reader: Reader) -> None:
    """Any JSON value other than an object is a 422 on the whole body."""
    answers = reader.statuses(NOT_OBJECTS)
    pointers = {verdict(reader.take(content)) for content in NOT_OBJECTS}

    assert answers == dict.fromkeys(NOT_OBJECTS, 422)
    assert len(pointers) == 1  # on the body as a whole, not on one of its members


@pytest.mark.promise("BODY-8")
def test_a_body_of_128_kib_is_read(reader: Reader) -> None:
    """A body of exactly 128 KiB is read; one more byte is a 413."""
    content = b'{"unheard_of": 1' + b" " * (LIMIT - 17) + b"}"

    assert len(content) == LIMIT
    assert "#/unheard_of" in verdict(reader.take(content))
    assert reader.take(content + b" ").status_code == 413


@pytest.mark.promise("BODY-8")
def test_a_body_of_megabytes_is_refused_with_a_problem(reader: Reader) -> None:
    """Five megabytes get the same 413 as one byte too many, not a broken connection."""
    content = json.dumps(reader.right | {"unheard_of": "x" * 5_000_000}).encode()

    assert reader.take(content).status_code == 413


@pytest.mark.promise("BODY-8")
def test_the_limit_counts_bytes(ann: User) -> None:
    """The limit counts bytes, not characters, and includes white space."""
    fitting = b'{"name": "Buy milk"' + b" " * (LIMIT - 20) + b"}"

    assert ann.post(ann.tasks, json={"name": "é" * (LIMIT // 2)}).status_code == 413
    assert ann.post(ann.tasks, content=fitting).status_code == 201
