"""Typed reading of a TOML table, with messages that name the place and repeat no text.

A text may be an address or a secret put in the wrong place, so no message quotes one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from nlp.errors import InputError, did_you_mean

Word = TypeVar("Word", bound=str)

_SECRETS = ("password", "user", "username", "login", "token", "secret", "url", "webhook", "key")


@dataclass(frozen=True, slots=True)
class TomlTable:
    """A table and where it stands.

    Attributes:
        values: Its values, as parsed.
        where: File and name of the table, for messages.
    """

    values: Mapping[str, Any]
    where: str

    def check_names(self, known: tuple[str, ...]) -> None:
        """Refuse names that are not known.

        Raises:
            InputError: There is one.
        """
        for name in self.values:
            if name in known:
                continue
            if any(word in name.lower() for word in _SECRETS):
                raise InputError(
                    f"{self.where}: {name} does not belong in a file. Put the mail account into "
                    "the environment (MOTIF_SMTP_USER, MOTIF_SMTP_PASSWORD) and a webhook into a "
                    "variable that slack or teams names; if the file was shared, change the secret."
                )
            raise InputError(
                f"{self.where}: unknown setting {name!r}; known: {', '.join(known)}."
                f"{did_you_mean(name, known)}"
            )

    def text(self, name: str) -> str | None:
        """A text; ``None`` if absent."""
        value = self.values.get(name)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.error(name, "a text in quotes", value)
        return None if value is None else value.strip()

    def needed(self, name: str) -> str:
        """A text that must be there."""
        if (value := self.text(name)) is None:
            raise InputError(f"{self.where}: {name} is missing")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; a single one may stand without brackets."""
        value = self.values.get(name, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(v, str) and v.strip() for v in found):
            raise self.error(name, 'a list of texts, such as ["a", "b"]', value)
        return tuple(text.strip() for text in found)

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number in ``[low, high]``."""
        value = self.values.get(name, default)
        usable = isinstance(value, int | float) and not isinstance(value, bool)
        if not usable or not math.isfinite(value) or not low <= value <= high:
            raise self.error(name, f"a number from {low:g} to {high:g}", value)
        return float(value)

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number in ``[low, high]``."""
        value = self.values.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.error(name, f"a whole number from {low} to {high}", value)
        return value

    def choice(self, name: str, options: tuple[Word, ...], default: Word | None = None) -> Word:
        """One of some words; without a default it must be there."""
        value = default if name not in self.values and default is not None else self.needed(name)
        for option in options:
            if option == value:
                return option
        raise InputError(
            f"{self.where}: {name} must be one of {', '.join(options)}."
            f"{did_you_mean(value, options)}"
        )

    def table(self, name: str) -> TomlTable | None:
        """A table inside this one; ``None`` if absent."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            raise self.error(name, f"a table: write [{_dotted(self.where)}.{name}]", value)
        return None if value is None else TomlTable(value, _inside(self.where, name))

    def tables(self, name: str) -> list[TomlTable]:
        """A list of tables inside this one; empty if absent."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.error(name, f"tables: write [[{_dotted(self.where)}.{name}]]", value)
        return [
            TomlTable(each, f"{_inside(self.where, name)} number {i}")
            for i, each in enumerate(value, 1)
        ]

    def error(self, name: str, expected: str, given: object) -> InputError:
        """An error about one value; only numbers are repeated."""
        shown = str(given) if isinstance(given, int | float) else type(given).__name__
        return InputError(f"{self.where}: {name} must be {expected}; got {shown}")


def _dotted(where: str) -> str:
    """Name of a table without its file and brackets."""
    return where[where.rindex("[") + 1 : where.rindex("]")]


def _inside(where: str, name: str) -> str:
    return f"{where[: where.rindex(']')]}.{name}]"
