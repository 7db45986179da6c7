"""Addresses of the explorer's views that show what a digest tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from nlp.errors import InputError
from nlp.storage import ContactFilter
from nlp.storage.addresses import address, filter_params


@dataclass(frozen=True, slots=True)
class Explorer:
    """Where the explorer is.

    Attributes:
        base: Its address without the page, such as ``https://motif.example``.
    """

    base: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        plain = not re.search(r"[\s<>\"'\\?#]", self.base)
        if parts.scheme not in ("http", "https") or not parts.netloc or not plain:
            raise InputError(
                f"{self.base!r} is not the address of an explorer: expected one such as "
                "https://motif.example or http://127.0.0.1:8501"
            )

    def verbatims(
        self, chosen: ContactFilter, kind: Literal["irritant", "praise", "reason"], code: str
    ) -> str:
        """Address of the verbatims that carry a label.

        Args:
            chosen: The contacts, its weeks included.
            kind: Kind of label.
            code: Its code.
        """
        labelled = {"irritant": "irritants", "praise": "praises", "reason": "reasons"}[kind]
        return self._address("verbatims", replace(chosen, **{labelled: (code,)}))  # type: ignore[arg-type]  # a field of that type

    def irritants(self, chosen: ContactFilter) -> str:
        """Address of the ranking of some contacts."""
        return self._address("irritants", chosen)

    def _address(self, page: str, chosen: ContactFilter) -> str:
        return address(f"{self.base.rstrip('/')}/{page}", filter_params(chosen))
