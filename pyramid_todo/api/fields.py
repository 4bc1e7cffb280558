"""Strict colander types: colander's own convert. Each turns a cstruct into an appstruct.

An absent member is colander.null; JSON's null is None.
"""

from typing import Any

from colander import Invalid, Mapping, SchemaNode, SchemaType, drop, null

from .formats import parse_integer, parse_timestamp


class StrictMapping(Mapping):
    """A JSON object; its errors name all wrong members, where Mapping stops at unknown ones."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> dict[str, Any]:
        """Return the appstructs of the members; Invalid has a child for each wrong one."""
        if not isinstance(cstruct, dict):
            raise Invalid(node, "Is not an object.")
        wrong = Invalid(node)
        for name in sorted(cstruct.keys() - {child.name for child in node.children}):
            wrong.add(Invalid(SchemaNode(StrictString(), name=name), "Is not known."))
        try:
            appstruct = super().deserialize(node, cstruct)
        except Invalid as error:
            wrong.children += error.children
        if wrong.children:
            raise wrong
        return appstruct


class StrictString(SchemaType):
    """A string: colander's String also takes false and []."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the value as it is."""
        if cstruct is not null and not isinstance(cstruct, str):
            raise Invalid(node, "Is not a string.")
        return cstruct


class StrictBoolean(SchemaType):
    """A boolean: colander's Boolean takes 5 for true."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the value as it is."""
        if cstruct is not null and not isinstance(cstruct, bool):
            raise Invalid(node, "Is not a boolean.")
        return cstruct


class Timestamp(SchemaType):
    """An RFC 3339 string outside, an aware datetime in UTC inside; null stays None."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the datetime."""
        if cstruct is null or cstruct is None:
            return cstruct
        try:
            return parse_timestamp(cstruct)
        except (TypeError, ValueError) as error:
            raise Invalid(node, "Is not an RFC 3339 date-time with an offset.") from error


class CanonicalInteger(SchemaType):
    """A canonical integer in the query: colander's Integer also takes 01 and +1."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Return the number."""
        try:
            return cstruct if cstruct is null else parse_integer(cstruct)
        except (TypeError, ValueError) as error:
            raise Invalid(node, "Is not a canonical decimal.") from error


class ReadOnly(SchemaType):
    """A member that clients may send back: it is dropped."""

    def deserialize(self, node: SchemaNode, cstruct: Any) -> Any:
        """Drop it."""
        return drop
