"""Identifiers of contacts that stay the same from one reading to the next."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

PREFIX = "c"
"""What an identifier made here begins with."""
_DIGEST_BYTES = 12

_EMAIL = re.compile(r"<?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+>?")
_PHONE = re.compile(
    r"(?:\+|00)\d[\d\s().-]{6,18}\d|0[1-9](?:[\s.-]?\d{2}){4}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}"
)


class RowIdentity:
    """Makes the identifiers of one file's rows.

    An identifier depends on the content of the row and on how many equal rows came
    before it in the file: two customers who both write "RAS" are two contacts, and a
    renamed copy of the file, or one with its columns in another order, gives the same
    identifiers.
    """

    def __init__(self) -> None:
        self._occurrences: Counter[bytes] = Counter()

    def from_content(self, content: Iterable[tuple[str, str]]) -> str:
        """Identify a row by what it holds.

        Args:
            content: Its column names and cells, in any order; empty cells do not count.

        Returns:
            ``c`` and 24 hexadecimal digits.
        """
        joined = "\x1e".join(f"{name}\x1f{cell}" for name, cell in sorted(content) if cell)
        digest = _digest(joined)
        self._occurrences[digest] += 1
        return PREFIX + _digest(f"{digest.hex()}:{self._occurrences[digest]}").hex()


def hash_identifier(identifier: str) -> str:
    """Replace an identifier that names nobody but is long or tells of systems (Message-ID).

    Returns:
        ``c`` and 24 hexadecimal digits.
    """
    return PREFIX + _digest(identifier.strip()).hex()


def is_personal(identifier: str) -> bool:
    """Whether an identifier is an e-mail address or a telephone number."""
    text = identifier.strip()
    return bool(_EMAIL.fullmatch(text) or _PHONE.fullmatch(text))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(
        text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES
    ).digest()
