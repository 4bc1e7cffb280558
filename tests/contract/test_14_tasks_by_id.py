"""Ids: only the server assigns them, never twice, and only as canonical decimals."""

from typing import Any
from urllib.parse import quote

import pytest

from .client import User
from .helpers import statuses

BODY = {"name": "Call Carol", "completed": True}
NO_SUCH_ID = 2**63 - 1


@pytest.mark.promise("TASK-4", "BODY-11")
def test_ids_are_chosen_by_the_server(ann: User) -> None:
    """Every task has its own integer id, whatever id was sent."""
    sent: list[dict[str, Any]] = [{}, {"id": NO_SUCH_ID}, {"id": "one"}, {"id": None}, {"id": 0}]
    ids = [ann.create_task(**members)["id"] for members in sent]
    assert [type(number) for number in ids] == [int] * 5
    assert len(set(ids) - {NO_SUCH_ID}) == 5


@pytest.mark.promise("TASK-4", "BODY-11")
def test_a_replacement_cannot_change_an_id(ann: User, task: dict[str, Any]) -> None:
    """An id in the body is ignored: the task keeps its id."""
    other = ann.create_task()
    sent = BODY | {"id": other["id"]}
    replaced = ann.put(f"{ann.tasks}/{task['id']}", json=sent)
    assert replaced.json()["id"] == task["id"]
    assert ann.get(f"{ann.tasks}/{other['id']}").json() == other


@pytest.mark.promise("TASK-5")
def test_an_id_is_never_used_again(ann: User) -> None:
    """The next task gets a new id, even after the last task was deleted."""
    used = [ann.create_task()["id"]]
    for _ in range(5):
        assert ann.delete(f"{ann.tasks}/{used[-1]}").status_code == 204
        used.append(ann.create_task()["id"])
    assert len(set(used)) == len(used)


@pytest.mark.promise("TASK-6")
def test_only_a_canonical_decimal_names_a_task(ann: User, task: dict[str, Any]) -> None:
    """Any other spelling of an id is a 404, even if Python's int() would accept it."""
    for segment in not_quite(task["id"]):
        path = f"{ann.tasks}/{segment}"
        answers = [ann.get(path), ann.put(path, json=BODY), ann.delete(path)]
        assert (segment, statuses(answers)) == (segment, [404, 404, 404])
    assert ann.get(f"{ann.tasks}/{task['id']}").json() == task


@pytest.mark.promise("TASK-6")
def test_an_id_has_no_underscores(ann: User, task: dict[str, Any]) -> None:
    """Underscores are allowed in Python integers, but not in a path."""
    while task["id"] < 10:
        task = ann.create_task()
    digits = str(task["id"])
    assert ann.get(f"{ann.tasks}/{digits[0]}_{digits[1:]}").status_code == 404


def not_quite(id: int) -> list[str]:
    """Return URL-encoded segments that are similar to this id or to a number."""
    arabic_indic = "".join(chr(0x660 + int(digit)) for digit in str(id))
    full_width = "".join(chr(0xFF10 + int(digit)) for digit in str(id))
    return [
        *(f"0{id}", f"+{id}", f"-{id}", f"0_{id}", f"{id}.0", f"{id}.", f"{id}e0", f"{id};1"),
        *(f"{id}x", f"x{id}", f"{id}%20x"),
        *(f"{id}%0A", f"%0A{id}", f"%20{id}", f"{id}%20", f"{id}%00", f"{id}%0D%0A"),
        *(quote(arabic_indic), quote(full_width), "%C2%B2", f"%EF%BB%BF{id}"),
        *("0", "-1", "0x1", "null", "tasks", "'", "%25", "%F0%9F%A7%89"),
        *(str(2**32 + id), str(2**63 - 1), str(2**63), str(2**64 + id), "9" * 40, "9" * 500),
    ]
