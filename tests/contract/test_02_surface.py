"""Paths, methods and the headers that every answer carries."""

import re
from typing import Any

import pytest

from .client import LOG_IN, LOG_OUT, UNSET, Caller, User
from .document import OPERATIONS, PATHS, Operation, allowed, template_of

METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "TRACE"}
UNKNOWN = [
    "/api",
    "/api/v2",
    "/api/v1x",
    "/api/v1/tasks",
    "/api/v1/accounts/ann/task",
    "/api/v1/accounts/ann/tasks/1/name",
    "/api/v1/accounts/login/now/please",
    *("/api/accounts", "/api/v2/accounts", "/api/docs", "/api/v1/docs", "/api/v1/openapi.json"),
    *("/api/v1.json", "/api/v1/accounts.json", "/api/v1.", "/api/v1/accounts."),
    *("/api/v1;a=b", "/api/v1/accounts;a=b", "/api/v1/accounts/ann/tasks;a=b"),
    *("/api/./v1", "/api/v1/x/../accounts", "/api/v1/accountsx", "/api/v1/accounts/ann/tasksx"),
]
NO_QUERY = [each for each in OPERATIONS.values() if each.id != "list_tasks"]

every_path = pytest.mark.parametrize("template", PATHS)


def filled(template: str) -> str:
    """Return a path that matches the template."""
    return template.replace("{username}", "somebody").replace("{id}", "1")


def distortions(path: str) -> set[str]:
    """Return unknown paths that differ from a known one in a slash or in case."""
    slashes = [match.start() for match in re.finditer("/", path)]
    doubled = {f"{path[:place]}/{path[place:]}" for place in slashes}
    parts = path.split("/")
    shouted = {"/".join([*parts[:n], parts[n].upper(), *parts[n + 1 :]]) for n in range(len(parts))}
    return {each for each in {path + "/"} | doubled | shouted if template_of(each) is None}


@pytest.mark.promise("HTTP-1")
@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_path_is_404_to_every_method(anyone: Caller, path: str) -> None:
    """A path that matches no template is a 404 for every method."""
    answers = {method: anyone.request(method, path).status_code for method in METHODS}

    assert answers == dict.fromkeys(METHODS, 404)


@pytest.mark.promise("HTTP-1")
def test_an_unknown_path_is_404_to_everybody(anyone: Caller, ann: User) -> None:
    """An unknown path is a 404 with a valid token and with an invalid one."""
    paths = [*UNKNOWN, f"{ann.path}/nothing", f"{ann.tasks}/1/nothing"]

    for caller in (ann, anyone.with_token("bad")):
        answers = {path: caller.get(path).status_code for path in paths}
        assert answers == dict.fromkeys(paths, 404)


@pytest.mark.promise("HTTP-2")
@every_path
def test_a_known_path_refuses_undocumented_methods(anyone: Caller, template: str) -> None:
    """An undocumented method is a 405, without any token."""
    refused = METHODS - allowed(template)
    answers = {method: anyone.request(method, filled(template)).status_code for method in refused}

    assert answers == dict.fromkeys(refused, 405)


@pytest.mark.promise("HTTP-2")
@every_path
def test_any_segment_makes_a_path_known(anyone: Caller, template: str) -> None:
    """Usernames and ids that cannot exist match the template too."""
    path = template.replace("{username}", "No%20Such%20Name").replace("{id}", "%D9%A1%0A")

    assert anyone.request("PATCH", path).status_code == 405


@pytest.mark.promise("HTTP-3")
@every_path
def test_allow_names_exactly_what_is_offered(anyone: Caller, template: str) -> None:
    """Allow lists the documented methods, HEAD where there is GET, and OPTIONS."""
    answer = anyone.request("PATCH", filled(template))

    assert set(re.split(", *", answer.headers["Allow"])) == allowed(template)


@pytest.mark.promise("HTTP-4", "TOKEN-1")
def test_head_needs_a_token_where_get_does(anyone: Caller) -> None:
    """HEAD requires a token where GET does."""
    readers = [each for each in OPERATIONS.values() if each.method == "GET" and each.needs_token]
    answers = {each.id: anyone.head(filled(each.path)).status_code for each in readers}

    assert answers == dict.fromkeys(answers, 401)


@pytest.mark.promise("HTTP-5")
@every_path
def test_options_tells_anyone_what_is_offered(anyone: Caller, template: str) -> None:
    """OPTIONS is a 204 with Allow, without a token or with an invalid one."""
    for caller in (anyone, anyone.with_token("worthless")):
        answer = caller.options(filled(template))
        assert (answer.status_code, "Allow" in answer.headers) == (204, True)


@pytest.mark.promise("HTTP-6")
@every_path
def test_a_path_that_is_nearly_known_is_unknown(anyone: Caller, template: str) -> None:
    """An extra slash or another case is a 404, never a redirect."""
    answers = {path: anyone.get(path).status_code for path in distortions(filled(template))}

    assert answers == dict.fromkeys(answers, 404)


@pytest.mark.promise("HTTP-6")
def test_a_slash_too_many_hides_what_ann_has(ann: User, task: dict[str, Any]) -> None:
    """The same holds for the owner's paths with a valid token."""
    paths = distortions(f"{ann.tasks}/{task['id']}") | distortions(ann.path)
    answers = {path: ann.get(path).status_code for path in paths}

    assert answers == dict.fromkeys(paths, 404)
    assert ann.post(f"{ann.tasks}/", json={"name": "Buy milk"}).status_code == 404
    assert ann.post("//api/v1/accounts", json={}).status_code == 404


@pytest.mark.promise("HTTP-7", "HTTP-2")
@pytest.mark.parametrize("path", [LOG_IN, LOG_OUT])
def test_the_fixed_paths_are_nobodys_accounts(anyone: Caller, ann: User, path: str) -> None:
    """GET, PUT and DELETE on login and logout are 405; they never mean an account of that name."""
    for caller in (anyone, ann):
        answers = [caller.get(path), caller.put(path, json={"email": "a@b.c"}), caller.delete(path)]
        assert [answer.status_code for answer in answers] == [405, 405, 405]


@pytest.mark.promise("HTTP-11")
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_header_does_not_change_the_method(ann: User, header: str) -> None:
    """An override header is ignored: a GET stays a GET, and a POST stays a POST."""
    task = f"{ann.tasks}/{ann.create_task()['id']}"

    assert ann.get(task, headers={header: "DELETE"}).status_code == 200
    assert ann.get(task).status_code == 200
    assert ann.post(task, json={"name": "Buy bread"}, headers={header: "PUT"}).status_code == 405
    assert ann.post(ann.tasks, json={"name": "x"}, headers={header: "GET"}).status_code == 201


@pytest.mark.promise("HTTP-15")
@pytest.mark.parametrize("operation", NO_QUERY, ids=lambda operation: operation.id)
def test_a_query_changes_nothing(ann: User, operation: Operation) -> None:
    """Operations without parameters ignore the query, even an invalid one."""
    bodies = {
        "register": {"username": ann.username, "email": ann.email, "password": ann.password},
        "log_in": {"username": ann.username, "password": ann.password},
    }
    body = bodies.get(operation.id, operation.example) if operation.has_body else UNSET
    path = operation.path.replace("{username}", ann.username)
    path = path.replace("{id}", str(ann.create_task()["id"]))
    expected = 409 if operation.id == "register" else min(operation.statuses)

    answer = ann.request(operation.method, f"{path}?limit=0&limit=x&unknown=1&completed", json=body)

    assert answer.status_code == expected


@pytest.mark.promise("HTTP-16", "HTTP-2")
@every_path
def test_nobody_can_patch(anyone: Caller, template: str) -> None:
    """PATCH is refused on every path and not listed in Allow."""
    answer = anyone.request("PATCH", filled(template), json={})

    assert answer.status_code == 405
    assert "PATCH" not in answer.headers["Allow"]


@pytest.mark.promise("HTTP-16")
def test_not_even_the_owner_can_patch(ann: User, task: dict[str, Any]) -> None:
    """PATCH is refused for ann's own account and task, and changes neither."""
    path = f"{ann.tasks}/{task['id']}"

    assert ann.request("PATCH", ann.path, json={"email": "new@example.org"}).status_code == 405
    assert ann.request("PATCH", path, json={"name": "Buy bread"}).status_code == 405
    assert ann.get(path).json() == task


@pytest.mark.promise("HTTP-15", "HTTP-11")
def test_a_query_does_not_replace_the_method(ann: User) -> None:
    """A `_method` parameter, as HTML forms use for PUT and DELETE, is ignored."""
    for parameter in ("_method", "method", "X-HTTP-Method-Override"):
        path = f"{ann.tasks}?{parameter}=GET"
        assert ann.post(path, json={"name": "Buy milk"}).status_code == 201
