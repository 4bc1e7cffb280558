"""Wrong forms: each way to spoil one that is right, and bodies that are no form at all."""

from collections.abc import Iterator

from .forms import MULTIPART, URLENCODED, Submission

BOUNDARY = "x1x2x3"
TYPE = f"{MULTIPART}; boundary={BOUNDARY}"
BODIES: list[tuple[bytes, str | None]] = [
    (b"", URLENCODED),
    (b"%", URLENCODED),
    (b"&&=&==&;", URLENCODED),
    (b"\xff\xfe=\xff", URLENCODED),
    (b"a=" + b"%00" * 1_000, URLENCODED),
    (b"&".join([b"a=b"] * 5_000), URLENCODED),
    (b"x=1", f"{URLENCODED}; charset=utf-16"),
    (b"{", "application/json"),
    (b"text", "text/plain"),
    (b"text", None),
    (b"text", MULTIPART),
    (b"text", TYPE),
    (f"--{BOUNDARY}\r\nContent-Disposition: form-data".encode(), TYPE),
    (f"--{BOUNDARY}\r\n\r\n\xff\r\n--{BOUNDARY}--\r\n".encode("latin-1"), TYPE),
]
Mutation = tuple[str, Submission, bytes | None, str | None]


def part(key: str, value: bytes, file: str = "") -> bytes:
    """Return one part of a form as multipart, as a file if that has a name."""
    name = f'Content-Disposition: form-data; name="{key}"' + (
        f'; filename="{file}"' if file else ""
    )
    return f"--{BOUNDARY}\r\n{name}\r\n\r\n".encode() + value + b"\r\n"


def as_parts(form: Submission, file: str) -> bytes:
    """Return a form as multipart in which one entry is a file."""
    pairs = [(k, v if isinstance(v, bytes) else v.encode()) for k, v in form.entries]
    parts = [part(key, value, "a.txt" if key == file else "") for key, value in pairs]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def mutations(form: Submission) -> Iterator[Mutation]:
    """Yield the form in every wrong way: what is wrong, the form, its body, and its type."""
    for key, value in form.entries:
        yield f"{key} is missing", form.but(**{key: None}), None, URLENCODED
        doubled = Submission(form.method, form.action, [*form.entries, (key, value)])
        yield f"{key} is doubled", doubled, None, URLENCODED
        yield f"{key} has NUL", form.but(**{key: "a\0b"}), None, URLENCODED
        yield f"{key} is no UTF-8", form.but(**{key: b"\xff\xfe\xc0"}), None, URLENCODED
        yield f"{key} is long", form.but(**{key: "\U0001f9c9" * 9_000}), None, URLENCODED
        yield f"{key} is a file", form, as_parts(form, key), TYPE
    for body, media_type in BODIES:
        yield f"{media_type}: {body[:40]!r}", form, body, media_type
