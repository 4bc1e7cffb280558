"""Types that refuse what colander's own would convert: each turns a cstruct into an appstruct.

A member that is absent is colander.null; JSON's null is None.
"""

from typing import Any

from colander import Invalid, Mapping, SchemaNode, SchemaType, drop, null

from . import wire


class Object(Mapping):
    """A JSON object; it names every wrong member, where Mapping stops at the unknown ones."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> dict[str, Any]:
        """Return the appstructs of the members; Invalid has a child for each wrong one."""
        if not isinstance(cstruct, dict):
            raise Invalid(node, "Is not an object.")
        wrong = Invalid(node)
        for name in sorted(cstruct.keys() - {child.name for child in node.children}):
            wrong.add(Invalid(SchemaNode(Strict(str), name=name), "Is not known."))
        try:
            appstruct = super().deserialize(node, cstruct)
        except Invalid as error:
            wrong.children += error.children
        if wrong.children:
            raise wrong
        return appstruct


class Strict(SchemaType):
    """A string, or a boolean: colander takes false and [] for no string, and 5 for true."""

    def __init__(self, kind: type) -> None:
        self.kind = kind

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the value as it is."""
        if cstruct is not null and not isinstance(cstruct, self.kind):
            raise Invalid(node, "Is not a string." if self.kind is str else "Is not a boolean.")
        return cstruct


class Timestamp(SchemaType):
    """An RFC 3339 text outside, an aware datetime in UTC inside; null, for no time, is None."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the moment."""
        if cstruct is null or cstruct is None:
            return cstruct
        try:
            return wire.parse_timestamp(cstruct)
        except (TypeError, ValueError) as error:
            raise Invalid(node, "Is not an RFC 3339 date-time with an offset.") from error


class Decimal(SchemaType):
    """A canonical decimal in the query."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the number."""
        try:
            return cstruct if cstruct is null else wire.parse_decimal(cstruct)
        except (TypeError, ValueError) as error:
            raise Invalid(node, "Is not a canonical decimal.") from error


class ReadOnly(SchemaType):
    """A member that clients may send back: it is dropped."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Drop it."""
        return drop
