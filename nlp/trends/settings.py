"""The table ``[watch]`` of ``motif.toml``: budgets of false alerts, and public holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from nlp.errors import InputError, did_you_mean
from nlp.toml_table import TomlTable
from nlp.trends.budget import Budgets
from nlp.trends.calendar import COUNTRIES, Country

_LEAST, _MOST = 0.01, 100.0


@dataclass(frozen=True)
class WatchSettings:
    """How the watch is kept.

    Attributes:
        budgets: False alerts a month that are put up with.
        countries: Whose public holidays are looked at; none: no week is short.
    """

    budgets: Budgets = field(default_factory=Budgets)
    countries: tuple[Country, ...] = ("FR", "GB")


def read_watch_settings(table: Mapping[str, Any], where: str = "motif.toml") -> WatchSettings:
    """Read the table ``[watch]``; what is absent keeps its default.

    Args:
        table: As parsed from TOML: ``Settings.watch``.
        where: The file, for messages.

    Raises:
        InputError: A setting is unknown or cannot be.
    """
    top = TomlTable(table, f"{where} [watch]")
    budgets = {each.name: getattr(Budgets(), each.name) for each in fields(Budgets)}
    top.check_names((*budgets, "holidays"))
    spent = {name: top.number(name, usual, _LEAST, _MOST) for name, usual in budgets.items()}
    countries = WatchSettings().countries
    if "holidays" in table:
        countries = tuple(_country(name, top.where) for name in top.texts("holidays"))
    return WatchSettings(Budgets(**spent), countries)


def _country(name: str, where: str) -> Country:
    for country in COUNTRIES:
        if country == name.upper():
            return country
    raise InputError(
        f"{where}: holidays of {name!r} are not known; expected some of {', '.join(COUNTRIES)}, "
        f"or [] for none.{did_you_mean(name.upper(), COUNTRIES)}"
    )
