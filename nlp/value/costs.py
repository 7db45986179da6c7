"""What contacts and the service cost: a small TOML file that the company fills in."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.errors import InputError, did_you_mean
from nlp.readers.channels import normalise_channel
from nlp.value.columns import FIELDS

_CURRENCY = re.compile(r"[A-Z]{3}")
_TABLES = ("cost_per_contact", "customers")
_NUMBERS = ("margin_rate", "service_yearly_cost", "at_risk_from")
_KEYS = ("currency", *_NUMBERS, *_TABLES)

OTHER_CHANNELS = "other"
"""Key of the cost of a contact on any channel that has none of its own."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs and rates that the company states.

    Attributes:
        currency: ISO code of every amount, of the customers' file too.
        cost_per_contact: Full cost of one contact by channel (Motif's names); ``other`` is
            that of the channels that are not named. 0 where a contact costs nothing.
        margin_rate: Margin for one unit of revenue, in (0, 1]; ``None`` if not stated.
        service_yearly_cost: What the service costs a year; ``None`` if not stated.
        at_risk_from: Score from which the company counts a customer as at risk, for a
            column of scores; ``None`` if not stated.
        columns: Columns of the customers' file by field, where they are named.
    """

    currency: str = "EUR"
    cost_per_contact: Mapping[str, float] = field(default_factory=dict)
    margin_rate: float | None = None
    service_yearly_cost: float | None = None
    at_risk_from: float | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def of_channel(self, channel: str) -> float | None:
        """Cost of a contact on a channel; ``None`` if it is not stated."""
        return self.cost_per_contact.get(channel, self.cost_per_contact.get(OTHER_CHANNELS))


def load_costs(path: Path) -> Costs:
    """Load the file of costs.

    ::

        currency = "EUR"
        margin_rate = 0.35
        service_yearly_cost = 480000
        at_risk_from = 0.7

        [cost_per_contact]
        call = 6.50
        email = 4.20

        [customers]
        revenue = "CA annuel HT"

    Channels may bear the words that files use for them (``téléphone``); a table
    ``customers`` names columns of the customers' file whose headers are not recognised.

    Args:
        path: The file; every key may be left out.

    Returns:
        The costs.

    Raises:
        InputError: The file is missing or not TOML, has an unknown key, or a value that
            cannot be.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}") from error
    _known(content, _KEYS, path, "key")
    numbers = {name: _number(content, name, path, name) for name in _NUMBERS}
    rate = numbers["margin_rate"]
    if rate is not None and not 0 < rate <= 1:
        raise InputError(
            f"{path}: margin_rate is the margin for one unit of revenue, above 0 and at most 1 "
            f"(0.35 for 35 %), got {rate}"
        )
    return Costs(
        currency=_currency(content.get("currency", "EUR"), path),
        cost_per_contact=_by_channel(_table(content, "cost_per_contact", path), path),
        columns=_columns(_table(content, "customers", path), path),
        **numbers,
    )


def _known(given: Mapping[str, Any], known: tuple[str, ...], path: Path, what: str) -> None:
    for name in given:
        if name not in known:
            raise InputError(
                f"{path}: unknown {what} {name!r}; known: {', '.join(known)}."
                f"{did_you_mean(name, known)}"
            )


def _table(content: Mapping[str, Any], name: str, path: Path) -> dict[str, Any]:
    found = content.get(name, {})
    if not isinstance(found, dict):
        raise InputError(f"{path}: {name} must be a table: write [{name}] and its lines below")
    return found


def _currency(given: Any, path: Path) -> str:
    if not isinstance(given, str) or not _CURRENCY.fullmatch(given):
        raise InputError(
            f"{path}: currency must be an ISO code of three letters such as EUR, got {given!r}"
        )
    return given


def _number(content: Mapping[str, Any], name: str, path: Path, shown: str) -> float | None:
    value = content.get(name)
    if value is None:
        return None
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    if not usable or not math.isfinite(value) or value < 0:
        raise InputError(f"{path}: {shown} must be a number, 0 or more, got {value!r}")
    return float(value)


def _by_channel(given: Mapping[str, Any], path: Path) -> dict[str, float]:
    costs: dict[str, float] = {}
    for word in given:
        channel = OTHER_CHANNELS if word == OTHER_CHANNELS else normalise_channel(word)
        if channel in costs:
            raise InputError(f"{path}: cost_per_contact has two lines for the channel {channel}")
        cost = _number(given, word, path, f"cost_per_contact.{word}")
        if cost is not None:
            costs[channel] = cost
    return costs


def _columns(given: Mapping[str, Any], path: Path) -> dict[str, str]:
    _known(given, FIELDS, path, "field of the customers' file")
    for name, column in given.items():
        if not isinstance(column, str) or not column.strip():
            raise InputError(f"{path}: customers.{name} must be the name of a column")
    return {name: column.strip() for name, column in given.items()}
