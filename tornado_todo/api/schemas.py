"""The bodies and the query, in pydantic: the names are those of the OpenAPI document."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, InstanceOf

from .. import rules
from . import fields


class Input(BaseModel):
    """What a client sends: no coercion and no unknown members."""

    # Rust's regular expressions, pydantic's default, have no look-ahead and no \Z.
    model_config = ConfigDict(strict=True, extra="forbid", regex_engine="python-re")


class Output(BaseModel):
    """What a client receives."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def dump(cls, entity: object) -> dict[str, Any]:
        """Return the members of an entity as they are sent."""
        return cls.model_validate(entity).model_dump()


class Registration(Input):
    """A new account."""

    username: rules.Username
    email: rules.Email
    password: rules.Password
    date_joined: fields.ReadOnly


class Credentials(Input):
    """A log-in: any two strings (LOGIN-3); `str` would refuse lone surrogates."""

    username: InstanceOf[str]
    password: InstanceOf[str]


class AccountUpdate(Input):
    """An update of the user's account.

    The handler checks the current password last, since that costs a hash.
    """

    email: rules.Email
    current_password: str = ""
    username: fields.ReadOnly
    date_joined: fields.ReadOnly


class PasswordChange(AccountUpdate):
    """An update with a new password, which needs the current one."""

    current_password: str
    new_password: rules.Password


class Account(Output):
    """An account as its owner sees it."""

    username: str
    email: str
    date_joined: fields.Timestamp


class TaskInput(Input):
    """A task as its owner writes it."""

    name: rules.Name
    note: rules.Note = ""
    due_date: fields.Moment | None = None
    completed: bool = False
    id: fields.ReadOnly
    creation_date: fields.ReadOnly


class Task(Output):
    """A task as its owner sees it."""

    id: int
    name: str
    note: str
    creation_date: fields.Timestamp
    due_date: fields.Timestamp | None
    completed: bool


class Page(Input):
    """The query of a list: where the page starts, how long it is, and which tasks it shows."""

    limit: fields.CanonicalInteger = Field(default=50, ge=1, le=100)
    after: fields.CanonicalInteger = 0
    completed: Literal["true", "false"] | None = None
    due_before: fields.Moment | None = None
