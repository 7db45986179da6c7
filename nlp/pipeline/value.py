"""Compute what the contacts of a workspace cost and bring in, in money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nlp.errors import InputError
from nlp.pipeline.material import weeks_covered
from nlp.schemas import UNDATED_WEEK
from nlp.storage import CustomerKey, Reader, queries
from nlp.storage.queries.value import value_contacts
from nlp.taxonomy import Taxonomy
from nlp.types import Lang
from nlp.value import (
    Costs,
    Customers,
    ValueOptions,
    ValueReport,
    compute_value,
    load_costs,
    read_customers,
)


@dataclass(frozen=True, slots=True)
class ValueInputs:
    """What the contacts themselves do not say.

    Attributes:
        customers: File of the customers.
        costs: TOML file of the costs.
        key_file: Secret of the workspace's pseudonyms; only read with ``customers``.
    """

    customers: Path | None = None
    costs: Path | None = None
    key_file: Path | None = None


def measure_value(
    reader: Reader,
    taxonomy: Taxonomy,
    *,
    inputs: ValueInputs | None = None,
    options: ValueOptions | None = None,
    week: str | None = None,
    period_weeks: int = 26,
) -> ValueReport | None:
    """Compute the figures from one state of a workspace.

    Args:
        reader: The state.
        taxonomy: Names the irritants.
        inputs: Files of the customers and of the costs.
        options: Window and thresholds.
        week: Last ISO week to cover; the latest by default.
        period_weeks: Trailing calendar weeks that are covered, as in the ranking.

    Returns:
        The figures; ``None`` for an empty workspace.

    Raises:
        InputError: ``week`` is no week of the workspace, a file is not what it must be, or none
            of its customers ever made contact.
        WorkspaceError: The key of the pseudonyms cannot be read.
    """
    given = inputs or ValueInputs()
    costs = load_costs(given.costs) if given.costs else Costs()
    irritants = list(taxonomy.irritants.codes)
    contacts = value_contacts(reader, irritants)
    if contacts.empty:
        return None
    weeks = weeks_covered(queries.weeks(reader), week, period_weeks)
    covered = contacts[contacts["week"].isin([*weeks, UNDATED_WEEK])]
    met = sorted(set(contacts["customer_id"].dropna()))
    customers = _customers(given, costs, met)
    return compute_value(
        covered, irritants, customers=customers, costs=costs, options=options, met=met
    )


def value_records(report: ValueReport, taxonomy: Taxonomy, lang: Lang) -> list[dict[str, Any]]:
    """A report as plain records: what CSV holds.

    Args:
        report: The report.
        taxonomy: Names the irritants.
        lang: Language of names and texts.

    Returns:
        One record per figure, missing values ``None``: the columns of
        :data:`nlp.value.FIGURE_COLUMNS`, ``name`` (of the figure), ``irritant_name`` and
        ``currency`` (of amounts of money); then one per figure that cannot be given, whose
        ``absent`` says what would give it.
    """
    names = {definition.figure: definition.name for definition in report.definitions(lang)}
    rows: list[dict[str, Any]] = [
        {str(k): None if _is_nothing(v) else v for k, v in row.items()}
        for row in report.figures.to_dict("records")
    ]
    rows += [
        {"figure": a.figure, "irritant": a.irritant, "group": a.group, "absent": a.note.text(lang)}
        for a in report.absent
    ]
    columns = ["figure", "name", "irritant", "irritant_name", *report.figures.columns[2:]]
    columns += ["currency", "absent"]
    for row in rows:
        code = row["irritant"]
        row["name"] = names[row["figure"]]
        row["irritant_name"] = taxonomy.name("irritant", code, lang) if code else None
        row["currency"] = report.currency if row.get("unit") == "money" else None
    return [{name: row.get(name) for name in columns} for row in rows]


def value_document(report: ValueReport, taxonomy: Taxonomy, lang: Lang) -> dict[str, Any]:
    """A report as one document: what JSON holds.

    Args:
        report: The report.
        taxonomy: Names the irritants.
        lang: Language of names and texts.

    Returns:
        ``currency``, ``window_days``, ``until``, ``first``, ``last``, ``n_contacts``,
        ``figures`` (:func:`value_records`), ``definitions`` (with their assumptions) and
        ``notes``.
    """
    return {
        "currency": report.currency,
        "window_days": report.window_days,
        "until": _iso(report.until),
        "first": _iso(report.first),
        "last": _iso(report.last),
        "n_contacts": report.n_contacts,
        "figures": value_records(report, taxonomy, lang),
        "definitions": [
            {name: getattr(definition, name) for name in definition.__slots__}
            for definition in report.definitions(lang)
        ],
        "notes": [note.text(lang) for note in report.notes],
    }


def _customers(given: ValueInputs, costs: Costs, met: Sequence[str]) -> Customers | None:
    """Read the customers' file; a file of strangers is a mistake, whatever it holds."""
    if given.customers is None:
        return None
    if given.key_file is None or not given.key_file.expanduser().exists():
        raise InputError(
            f"the customer key {given.key_file} does not exist: without the key that the "
            "workspace was made with, no customer can be recognised. Set key_file "
            "(MOTIF_KEY_FILE) to where it is."
        )
    key = CustomerKey.load_or_create(given.key_file)
    customers = read_customers(given.customers, key.pseudonym, costs.columns)
    if met and not customers.facts.index.isin(met).any():
        raise InputError(
            f"none of the {len(customers.facts):,} customers of {given.customers} ever made "
            "contact: its identifiers are of another kind than those of the contacts (name the "
            "right column under [customers] in the file of costs), or the customer key is not "
            "the one the workspace was made with"
        )
    return customers


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _is_nothing(value: object) -> bool:
    return value is None or value != value
