"""How browsers read the reference of a link or of a redirection."""

import re

CONTROLS = "".join(map(chr, range(32)))


def as_written(reference: str, base: str) -> str:
    r"""Return a reference as RFC 3986 would write what browsers read in it.

    They drop tabs and line breaks, read \ as /, and take what follows two slashes or more, or the
    name of another scheme, for a host: https://url.spec.whatwg.org/#url-parsing
    """
    cleaned = re.sub("[\t\r\n]", "", reference).strip(f"{CONTROLS} ")
    path, mark, query = cleaned.partition("?")
    found = re.fullmatch("(?:(https?):)?(/*)(.*)", path.replace("\\", "/"), re.I | re.S)
    scheme, slashes, rest = found.groups() if found else (None, "", path)
    own = base.partition(":")[0]
    if len(slashes) > 1 or (scheme or own).lower() != own:
        slashes = f"{scheme or own}://"
    return slashes + rest + mark + query
