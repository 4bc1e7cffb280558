"""What bodies and the query look like, in pydantic: the names are those of the OpenAPI document."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, InstanceOf

from .fields import Decimal, Email, Moment, Name, Note, Password, ReadOnly, Timestamp, Username


class Input(BaseModel):
    """What a client sends: no coercion and no unknown members."""

    # The white space of Rust's expressions, pydantic's own, is not quite that of Python's.
    model_config = ConfigDict(strict=True, extra="forbid", regex_engine="python-re")


class Output(BaseModel):
    """What a client receives."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def dump(cls, row: object) -> dict[str, Any]:
        """Return the members of a row as they are sent."""
        return cls.model_validate(row).model_dump()


class Registration(Input):
    """A new account."""

    username: Username
    email: Email
    password: Password
    date_joined: ReadOnly


class Credentials(Input):
    """A log-in: any two strings; as `str`, pydantic would refuse lone surrogates."""

    username: InstanceOf[str]
    password: InstanceOf[str]


class AccountUpdate(Input):
    """An update of the caller's account.

    Whether the current password is right the handler asks, last of all, since it takes a hash.
    """

    email: Email
    current_password: str = ""
    username: ReadOnly
    date_joined: ReadOnly


class PasswordChange(AccountUpdate):
    """An update with a new password, which needs the current one."""

    current_password: str
    new_password: Password


class Account(Output):
    """An account as its owner sees it."""

    username: str
    email: str
    date_joined: Timestamp


class TaskInput(Input):
    """A task as its owner writes it."""

    name: Name
    note: Note = ""
    due_date: Moment | None = None
    completed: bool = False
    id: ReadOnly
    creation_date: ReadOnly


class Task(Output):
    """A task as its owner sees it."""

    id: int
    name: str
    note: str
    creation_date: Timestamp
    due_date: Timestamp | None
    completed: bool


class Page(Input):
    """The query of a list: where the page starts, how long it is, and which tasks it shows."""

    limit: Decimal = Field(default=50, ge=1, le=100)
    after: Decimal = 0
    completed: Literal["true", "false"] | None = None
    due_before: Moment | None = None
