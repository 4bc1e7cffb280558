"""Cookies, as a browser keeps them for one site (RFC 6265 §5), byte for byte."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Cookie:
    """One Set-Cookie: a name, a value, and attributes with names in lower case."""

    name: str
    value: str
    attributes: dict[str, str]

    @classmethod
    def parse(cls, header: str) -> "Cookie":
        """Return the cookie of a Set-Cookie header."""
        pair, *others = [part.strip() for part in header.split(";")]
        name, _, value = pair.partition("=")
        told = [each.partition("=") for each in others]
        return cls(name.strip(), value.strip(), {k.strip().lower(): v.strip() for k, _, v in told})

    @property
    def deletes(self) -> bool:
        """Return whether the header removes the cookie."""
        if "max-age" in self.attributes:
            return int(self.attributes["max-age"]) <= 0
        expires = self.attributes.get("expires")
        return bool(expires) and parsedate_to_datetime(expires or "").year < 2000

    def lacks(self, *, secure: bool = False) -> list[str]:
        """Return what protects a cookie and is missing."""
        told = {name: value.lower() for name, value in self.attributes.items()}
        wanted = {
            "HttpOnly": "httponly" in told,
            "SameSite=Lax": told.get("samesite") == "lax",
            "Path=/": told.get("path") == "/",
            "Secure": "secure" in told or not secure,
        }
        return [name for name, found in wanted.items() if not found]
