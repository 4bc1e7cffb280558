"""What texts must look like. The schemas of the API and the forms of the pages share these rules.

Lengths count code points. PostgreSQL stores no U+0000.
"""

from typing import Annotated

from pydantic import Field

# `login` and `logout` are paths of the API.
Username = Annotated[str, Field(pattern=r"\A(?!(?:login|logout)\Z)[a-z0-9_-]{3,32}\Z")]
Email = Annotated[str, Field(max_length=254, pattern=r"\A[^@\s\0]+@[^@\s\0]*[.][^@\s\0]*\Z")]
Password = Annotated[str, Field(min_length=8, max_length=128, pattern=r"\A[^\0]*\Z")]
Name = Annotated[str, Field(max_length=200, pattern=r"\A[^\0]*[^\s\0][^\0]*\Z")]
Note = Annotated[str, Field(max_length=10_000, pattern=r"\A[^\0]*\Z")]
