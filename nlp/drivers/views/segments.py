"""What comes up more in one segment than in the rest, once both have the same mix of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.columns import (
    read_customers,
    read_levels,
    read_marks,
    require_columns,
    split_present,
)
from nlp.drivers.fitting.standardise import Comparison, match_cells, standardise
from nlp.drivers.telling.notes import Note, as_records
from nlp.intervals import benjamini_hochberg
from nlp.types import Texts

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SegmentVerdict = Literal["more", "undetermined", "less", "not_estimable", "too_few"]
SEGMENT_VERDICTS: tuple[SegmentVerdict, ...] = get_args(SegmentVerdict)
"""The verdicts, in the order in which they rank within a segment, the last two together."""

SEGMENT_TEXTS: dict[SegmentVerdict, Texts] = {
    "more": {
        "fr": "Plus fréquent dans ce segment, à structure égale\u00a0: l’intervalle entier est "
        "au-dessus de zéro.",
        "en": "More frequent in this segment at an equal mix: the whole interval is above zero.",
    },
    "undetermined": {
        "fr": "Indéterminé\u00a0: l’intervalle contient zéro, les données ne disent pas le sens.",
        "en": "Undetermined: the interval holds zero, the data do not tell the direction.",
    },
    "less": {
        "fr": "Moins fréquent dans ce segment, à structure égale\u00a0: l’intervalle entier est "
        "sous zéro.",
        "en": "Less frequent in this segment at an equal mix: the whole interval is below zero.",
    },
    "not_estimable": {
        "fr": "Non comparable\u00a0: personne n’en parle, ou des contacts ne disent ni oui ni "
        "non\u00a0; compléter la colonne.",
        "en": "Not comparable: nobody mentions it, or some contacts say neither yes nor no; "
        "fill its column in.",
    },
    "too_few": {
        "fr": "Trop peu de contacts ou de clients comparables, dans le segment ou en dehors, "
        "pour conclure.",
        "en": "Too few comparable contacts or customers, in the segment or outside, to conclude.",
    },
}

WITHIN = ("channel", "lang", "reason_family")
"""Columns whose mix is made equal by default."""

MIN_CUSTOMERS = 15
"""Customers of either group under which no interval is given: its variance is estimated
between customers, and the normal deviate takes it as known."""

SEGMENT_COLUMNS: dict[str, str] = {
    "segment": "str",
    "label": "str",
    "rank": "int64",
    "n_segment": "int64",
    "n_rest": "int64",
    "n": "int64",
    "n_label_rest": "int64",
    "share": "float64",
    "share_rest": "float64",
    "compared": "float64",
    "compared_rest": "float64",
    "standardised": "float64",
    "standardised_rest": "float64",
    "difference": "float64",
    "difference_low": "float64",
    "difference_high": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "verdict": "object",
}
"""Columns of a comparison of segments and their dtypes. ``n_segment`` and ``n_rest`` count
contacts, ``n`` and ``n_label_rest`` those with the label; ``share`` and ``share_rest`` are
as they come; ``compared`` and ``compared_rest`` the share of each group's contacts in cells
that both have; ``difference`` = ``standardised`` - ``standardised_rest``, in [-1, 1]."""


def compare_segments(
    contacts: pd.DataFrame,
    labels: Sequence[str],
    segment: str,
    *,
    within: Sequence[str] = WITHIN,
    cluster: str | None = None,
    min_n: int = 20,
) -> pd.DataFrame:
    """Compare the share of each irritant or reason in a segment and in the rest.

    Both groups are brought to the mix of all comparable contacts over the cells of
    ``within`` (:func:`~nlp.drivers.fitting.standardise.standardise`). Cells that one group hardly
    has are left out, with their share said.

    Args:
        contacts: One row per contact.
        labels: Boolean columns, irritants or reasons.
        segment: Column of segments; contacts without one are left out and said.
        within: Columns whose mix is made equal, missing values a level; one that is
            absent or empty is left out and said.
        cluster: Column of customers; ``None`` treats contacts as independent.
        min_n: Comparable contacts of either group under which nothing is said.

    Returns:
        One row per segment and label with :data:`SEGMENT_COLUMNS`. Ranked within the
        segment: surely more frequent first, by the end of the interval nearest zero; then
        undetermined by difference; then surely less frequent, smallest difference first;
        then the rest by ``n``. The p-value goes with the interval, the q-value
        (Benjamini-Hochberg) is over all rows. ``attrs["notes"]`` says what was left out.

    Raises:
        EstimationError: A column does not exist, plays two parts or holds what it must not.
    """
    present, absent = split_present(contacts, [segment, *within])
    parts = [("label", name) for name in labels]
    parts += [("segment" if name == segment else "column within", name) for name in present]
    require_columns(contacts, [*parts, *([("cluster", cluster)] if cluster is not None else [])])
    notes: list[Note] = [Note("column_absent", {"column": name}) for name in absent]
    if segment in absent:
        return _finish([], notes)
    known = contacts[segment].notna().to_numpy()
    if not known.all():
        notes.append(Note("segment_unknown", {"n": int((~known).sum()), "column": segment}))
    contacts = contacts[known]
    if contacts[segment].nunique() < 2:
        return _finish([], [*notes, Note("one_segment", {"column": segment})])
    rows, said = _compare(contacts, labels, segment, present[1:], cluster, min_n)
    return _finish(rows, [*notes, *said])


def _compare(
    contacts: pd.DataFrame,
    labels: Sequence[str],
    segment: str,
    within: Sequence[str],
    cluster: str | None,
    min_n: int,
) -> tuple[list[dict[str, Any]], list[Note]]:
    levels, cells = read_levels(contacts[segment]), _cells(contacts, within)
    marks, unknown = read_marks(contacts, labels)
    customers, notes = read_customers(contacts, cluster)
    columns = ", ".join(within)
    notes.append(Note("standardised" if within else "not_standardised", {"columns": columns}))
    rows: list[dict[str, Any]] = []
    for i, name in enumerate(levels.names):
        inside = levels.codes == i
        compared = match_cells(inside, cells, customers)
        first, second = compared.kept
        enough = compared.n_smaller >= min_n and min(compared.n_customers) >= MIN_CUSTOMERS
        for j, label in enumerate(labels):
            row = {"segment": name, "label": label, "compared": first, "compared_rest": second}
            row |= _describe(marks[:, j], inside)
            row |= _difference(compared, marks[:, j], enough=enough, unknown=bool(unknown[j]))
            rows.append(row)
        if min(compared.kept) < 1:
            left = {"segment_percent": 100 * (1 - first), "rest_percent": 100 * (1 - second)}
            notes.append(Note("cells_left_out", {"segment": name, "columns": columns} | left))
    return rows, notes


def _cells(contacts: pd.DataFrame, columns: Sequence[str]) -> Ints:
    """Cell of each contact over some columns, numbered from 0."""
    cells = np.zeros(len(contacts), np.intp)
    for name in columns:
        levels = read_levels(contacts[name])
        cells = np.unique(cells * len(levels.names) + levels.codes, return_inverse=True)[1]
    return cells


def _describe(marks: Bools, inside: Bools) -> dict[str, Any]:
    n_inside, n_outside = int(inside.sum()), int((~inside).sum())
    n, n_rest = int((marks & inside).sum()), int((marks & ~inside).sum())
    return {
        "n_segment": n_inside,
        "n_rest": n_outside,
        "n": n,
        "n_label_rest": n_rest,
        "share": n / n_inside,
        "share_rest": n_rest / n_outside,
    }


def _difference(
    compared: Comparison, marks: Bools, *, enough: bool, unknown: bool
) -> dict[str, Any]:
    if unknown or not marks.any():
        return {"verdict": "not_estimable"}
    if not enough:
        return {"verdict": "too_few"}
    found = standardise(compared, marks[compared.used])
    sure = "more" if found.low > 0 else "less"
    return {
        "standardised": found.first,
        "standardised_rest": found.second,
        "difference": found.first - found.second,
        "difference_low": found.low,
        "difference_high": found.high,
        "p_value": found.p_value,
        "verdict": "undetermined" if found.low <= 0 <= found.high else sure,
    }


def _finish(rows: Sequence[dict[str, Any]], notes: Sequence[Note]) -> pd.DataFrame:
    """The table in order, with ranks and q-values."""
    table = pd.DataFrame(rows, columns=list(SEGMENT_COLUMNS))
    table["rank"] = 0
    table = table.astype(SEGMENT_COLUMNS)
    table["q_value"] = benjamini_hochberg(table["p_value"])
    places = {verdict: min(i, 3) for i, verdict in enumerate(SEGMENT_VERDICTS)}
    group = table["verdict"].map(places).to_numpy(int)
    key = -np.select(
        [group == 0, group <= 2],
        [table["difference_low"].to_numpy(float), table["difference"].to_numpy(float)],
        table["n"].to_numpy(float),
    )
    order = np.lexsort((table["label"].to_numpy(str), key, group, table["segment"].to_numpy(str)))
    table = table.iloc[order].reset_index(drop=True)
    table["rank"] = table.groupby("segment", sort=False).cumcount() + 1
    table.attrs["notes"] = as_records(notes)
    return table
