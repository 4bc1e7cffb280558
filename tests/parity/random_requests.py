"""Random requests, valid and invalid, that Hypothesis selects and shrinks."""

import json

from contract.framing import by_length, in_chunks
from hypothesis import strategies as st

from . import corpus
from .corpus import API, JSON, TASKS, TIMES, TOKEN
from .normalized_server import Request

# Requests that would end ann's account or token, which the next steps of a sequence need.
FINAL = corpus.ENDS | {("POST", f"{API}/accounts/login")}

some_text = st.text(max_size=220) | st.sampled_from(
    [each for each in corpus.VALUES if type(each) is str]
)
some_time = st.sampled_from(TIMES) | st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
anything = st.sampled_from(corpus.VALUES) | st.integers() | st.floats(allow_nan=False) | some_text

valid_task = st.fixed_dictionaries(
    {"name": st.text("ab \u00e9\U0001f600", min_size=1, max_size=5).map(lambda text: f"n{text}")},
    optional={
        "note": st.text("xy\n\u3000", max_size=9),
        "due_date": st.none() | some_time,
        "completed": st.booleans(),
    },
)
odd_task = st.dictionaries(
    st.sampled_from(["name", "note", "due_date", "completed", "id", "x", "a/b"]), anything
)
account = st.dictionaries(
    st.sampled_from(["email", "username", "date_joined", "current_password", "x"]), anything
)
bodies = (valid_task | odd_task | account | anything).map(lambda value: json.dumps(value).encode())
bodies |= st.sampled_from([raw for raw in corpus.RAW_BODIES if len(raw) < 10_000]) | st.binary(
    max_size=20
)

tasks = st.sampled_from([f"{TASKS}/{{id{number}}}" for number in range(1, 6)])
paths = tasks | tasks | st.just(TASKS) | st.sampled_from(corpus.KNOWN)
paths |= st.sampled_from(corpus.IDS).map(lambda id_: f"{TASKS}/{id_}")
queries = st.sampled_from(["", "", ""] + [f"?{query}" for query in corpus.QUERIES])
credentials = st.sampled_from(
    [TOKEN] * 12 + [("Authorization", each) for each in corpus.AUTHORIZATIONS if each.isascii()]
)
media_types = st.sampled_from([JSON] * 12 + [("Content-Type", each) for each in corpus.MEDIA_TYPES])
names = ("If-Match", "If-None-Match")
conditions: st.SearchStrategy[tuple[tuple[str, str], ...]] = st.sampled_from(
    [()] * 30 + [((name, tag),) for name in names for tag in corpus.TAGS]
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Draw a request that keeps ann's account and token."""
    method = draw(st.sampled_from(["GET", "POST", "PUT", "DELETE"] * 3 + corpus.METHODS))
    path = draw(paths)
    if (method, path) in FINAL:
        method = "GET"
    condition = draw(conditions)
    if method in {"GET", "HEAD"}:  # on these, the contract leaves If-Match open
        condition = tuple(each for each in condition if each[0] != "If-Match")
    headers = (draw(credentials), draw(media_types), *condition)
    body = draw(bodies) if method in {"POST", "PUT", "PATCH"} else None
    framing = by_length if body is None else draw(st.sampled_from([by_length] * 15 + [in_chunks]))
    return Request(method, path + draw(queries), headers, body, framing)


@st.composite
def creations(draw: st.DrawFn) -> Request:
    """Draw a request that creates a task, so that a sequence has tasks to work with."""
    return Request("POST", TASKS, (TOKEN, JSON), json.dumps(draw(valid_task)).encode())


sequences = st.tuples(creations(), creations(), st.lists(requests(), min_size=38, max_size=38)).map(
    lambda parts: [parts[0], parts[1], *parts[2]]
)
