"""Compute the KPIs of a workspace."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from nlp.errors import InputError, did_you_mean
from nlp.kpis import (
    BASIS_TEXTS,
    KPIS,
    Basis,
    KpiOptions,
    KpiReport,
    Note,
    compute_kpis,
    match_codes,
)
from nlp.readers import read_rows
from nlp.readers.cells import cell_text, fold
from nlp.readers.durations import without_unit
from nlp.storage import Reader, queries
from nlp.storage.queries.kpis import kpi_contacts
from nlp.taxonomy import Taxonomy
from nlp.types import Lang

if TYPE_CHECKING:
    import pandas as pd

_REQUEST_HEADERS = frozenset({"resolution time", "delai de traitement", "delai de resolution"})
"""Headers, folded and without unit, of columns that measure the whole life of a request."""

_DURATIONS: dict[str, tuple[str, dict[Lang, str]]] = {
    "handling": ("handling_s", {"fr": "Temps de traitement", "en": "Handling time"}),
    "response": ("response_s", {"fr": "Délai de réponse", "en": "Response time"}),
}
"""Per option: the column, and what people call it."""

_ORIGINS: dict[str, dict[Lang, str]] = {
    "stated": {"fr": "demandée", "en": "as asked for"},
    "header": {"fr": "d’après l’en-tête de la colonne", "en": "by the column’s header"},
    "assumed": {"fr": "supposée", "en": "assumed"},
}

_ACTIVITY_HEADERS = {
    "week": ("week", "semaine", "iso week", "semaine iso"),
    "segment": ("segment",),
    "orders": ("orders", "commandes", "n orders", "nombre de commandes"),
    "bookings": ("bookings", "reservations", "n bookings", "nombre de reservations"),
}
_WEEK = re.compile(r"(\d{4})-?[WSws](\d{1,2})")


@dataclass(frozen=True, slots=True)
class KpiInputs:
    """What the contacts themselves do not say.

    Attributes:
        handling: What the durations of handling measure; by the column's header by default.
        response: The same for those of replies.
        activity: File of the orders and bookings of the period.
        codes: YAML file that ties reasons keyed in by agents to codes of the taxonomy.
    """

    handling: Basis | None = None
    response: Basis | None = None
    activity: Path | None = None
    codes: Path | None = None


def measure_kpis(
    reader: Reader,
    taxonomy: Taxonomy,
    *,
    by: Sequence[str] = (),
    week: str | None = None,
    options: KpiOptions | None = None,
    inputs: KpiInputs | None = None,
) -> KpiReport | None:
    """Compute the KPIs from one state of a workspace.

    Args:
        reader: The state.
        taxonomy: Names the reasons, to compare with those keyed in by agents.
        by: Dimensions of the lines, see :data:`nlp.kpis.DIMENSIONS`.
        week: The only week to report on; all contacts by default. Who comes back is looked
            for in all of them either way.
        options: Windows and thresholds; what ``inputs`` say of durations goes first.
        inputs: What the contacts do not say.

    Returns:
        The KPIs; ``None`` for an empty workspace.

    Raises:
        InputError: ``week`` is no week with contacts, or a file is not what it must be.
    """
    contacts, given = kpi_contacts(reader), inputs or KpiInputs()
    if contacts.empty:
        return None
    _check_week(week, queries.weeks(reader))
    options, contacts, notes = _settle_durations(reader, contacts, options or KpiOptions(), given)
    codes = match_codes(contacts["crm_reason"], taxonomy)
    if given.codes is not None:
        codes |= load_codes(given.codes, taxonomy)
    report = compute_kpis(
        contacts,
        by=by,
        options=options,
        within=None if week is None else (contacts["week"] == week).to_numpy(bool),
        activity=None if given.activity is None else load_activity(given.activity),
        correspondence=codes,
    )
    return replace(report, notes=(*notes, *report.notes, *_not_stored(contacts)))


def kpi_records(report: KpiReport, lang: Lang) -> list[dict[str, Any]]:
    """A report as plain records: what CSV holds.

    Args:
        report: The report.
        lang: Language of names and texts.

    Returns:
        One record per figure, missing values ``None``: the dimensions, ``kpi``, ``name``,
        ``value``, ``low``, ``high``, ``unit`` (a code of :data:`nlp.kpis.Unit`: a
        ``share`` is in [0, 1]), ``n``, ``n_customers``, ``n_left_out``, ``verdict``,
        ``absent``; then one per KPI that cannot be given, whose ``absent`` says
        what would give it.
    """
    known = {definition.kpi: definition for definition in report.definitions(lang)}
    units = {kpi.code: kpi.unit for kpi in KPIS}
    records: list[dict[str, Any]] = []
    for row in report.figures.to_dict("records"):
        plain = {str(k): None if _is_nothing(v) else v for k, v in row.items()}
        shown = known[str(plain["kpi"])]
        records.append({**plain, "name": shown.name, "absent": None})
    names = [*report.by, "kpi", "name", "value", "low", "high", "unit", "n", "n_customers"]
    names += ["n_left_out", "verdict", "absent"]
    for missing in report.absent:
        shown, why = known[missing.kpi], missing.note.text(lang)
        records.append({"kpi": missing.kpi, "name": shown.name, "absent": why})
    for record in records:
        record["unit"] = units[record["kpi"]]
    return [{name: record.get(name) for name in names} for record in records]


def kpi_document(report: KpiReport, lang: Lang) -> dict[str, Any]:
    """A report as one document: what JSON holds.

    Args:
        report: The report.
        lang: Language of names and texts.

    Returns:
        ``by``, ``options``, ``figures`` (:func:`kpi_records`), ``definitions``, ``confused``
        (pairs of reasons keyed in and read) and ``notes``.
    """
    chosen = report.options
    return {
        "by": list(report.by),
        "options": {
            name: getattr(chosen, name)
            for name in (
                "window_days",
                "answer_within_s",
                "reply_within_s",
                "target",
                "handling",
                "response",
            )
        },
        "figures": kpi_records(report, lang),
        "definitions": [
            {name: getattr(definition, name) for name in definition.__slots__}
            for definition in report.definitions(lang)
        ],
        "confused": report.confused.to_dict("records"),
        "notes": [note.text(lang) for note in report.notes],
    }


def load_activity(path: Path) -> pd.DataFrame:
    """Read the orders and bookings that contacts are set against.

    Args:
        path: A table (CSV, JSON Lines, Parquet) with a column ``orders`` or ``bookings``
            (``commandes``, ``reservations``), and ``week`` (``2026-W47``) and ``segment``
            where they are broken down.

    Returns:
        The columns found, under their English names.

    Raises:
        InputError: The file cannot be read, has neither count, or a cell is no week or
            number.
    """
    import pandas as pd

    reading = read_rows(path)
    if reading.rejects:
        raise InputError(f"{path}: row {reading.rejects[0].row} is broken: correct it")
    headers = {fold(name): name for name in reading.header}
    found = {
        field: headers[known]
        for field, names in _ACTIVITY_HEADERS.items()
        for known in names
        if known in headers
    }
    if not {"orders", "bookings"} & set(found):
        raise InputError(
            f"{path} counts nothing: it needs a column orders or bookings, and week and segment "
            f"where they are broken down; its columns: {', '.join(reading.header)}"
        )
    rows = [
        {field: _activity_cell(field, row[name], path, i) for field, name in found.items()}
        for i, row in reading.rows
    ]
    return pd.DataFrame(rows, columns=list(found))


def load_codes(path: Path, taxonomy: Taxonomy) -> dict[str, str]:
    """Read which reason of the taxonomy each reason keyed in stands for.

    Args:
        path: A YAML file, ``reason keyed in: code`` on each line, the code being that of a
            reason (``delivery.late``) or of a family (``delivery``).
        taxonomy: The codes there are.

    Returns:
        Code for each reason keyed in.

    Raises:
        InputError: The file is no such YAML, or names a code that is not in the taxonomy.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path} cannot be read as YAML: {type(error).__name__}") from error
    if not isinstance(content, Mapping):
        raise InputError(f"{path}: expected lines such as 'Retard livraison: delivery.late'")
    known = (*taxonomy.reasons.codes, *taxonomy.reasons.families)
    for keyed, code in content.items():
        if code not in known:
            raise InputError(
                f"{path}: {keyed!r} is tied to {code!r}, which is no reason nor family of the "
                f"taxonomy.{did_you_mean(str(code), known)}"
            )
    return {str(keyed): str(code) for keyed, code in content.items()}


def _check_week(week: str | None, known: Sequence[str]) -> None:
    if week is not None and week not in known:
        span = f"{known[0]} to {known[-1]}" if known else "none: its contacts are undated"
        raise InputError(f"{week!r} is no week with contacts; the workspace's weeks: {span}")


def _not_stored(contacts: pd.DataFrame) -> list[Note]:
    """Say which columns no file can bring into a workspace."""
    needed = dict.fromkeys(column for kpi in KPIS for column in kpi.columns)
    missing = [column for column in needed if column not in contacts.columns]
    return [Note("not_stored", {"columns": ", ".join(missing)})] if missing else []


def _settle_durations(
    reader: Reader, contacts: pd.DataFrame, options: KpiOptions, inputs: KpiInputs
) -> tuple[KpiOptions, pd.DataFrame, list[Note]]:
    """Find out what each column of durations measures; values that measure another go."""
    mapped: dict[str, Mapping[str, str]] = {}
    for run in reversed(queries.runs(reader)):
        mapped |= run.mapping
    notes: list[Note] = []
    for field, (column, name) in _DURATIONS.items():
        given = contacts[column].notna()
        if not given.any():
            continue
        stated: Basis | None = getattr(inputs, field)
        read = {s: _basis(mapped.get(s, {}).get(field, "")) for s in contacts["source"].unique()}
        basis = contacts["source"].map(read)
        used = stated or _most(basis[given])
        named = any(mapped.get(s, {}).get(field) for s in contacts["source"][given].unique())
        origin = "stated" if stated else "header" if named else "assumed"
        values = {"what": name, "basis": BASIS_TEXTS[used], "origin": _ORIGINS[origin]}
        notes.append(Note("basis", values))
        options = _with_basis(options, field, used)
        other = given & (basis != used)
        if stated is None and other.any():
            contacts = contacts.assign(**{column: contacts[column].mask(other)})
            sources = ", ".join(sorted(contacts["source"][other].unique()))
            notes.append(
                Note("basis_mixed", {"what": name, "n": int(other.sum()), "sources": sources})
            )
    return options, contacts, notes


def _with_basis(options: KpiOptions, field: str, basis: Basis) -> KpiOptions:
    if field == "handling":
        return replace(options, handling=basis)
    return replace(options, response=basis)


def _basis(header: str) -> Basis:
    return "request" if without_unit(fold(header)) in _REQUEST_HEADERS else "contact"


def _most(basis: pd.Series[str]) -> Basis:
    """The more frequent of both; the time on the contact if they are as many."""
    return "request" if 2 * int((basis == "request").sum()) > len(basis) else "contact"


def _activity_cell(field: str, value: object, path: Path, row: int) -> str | float | None:
    text = cell_text(value)
    if not text:
        return None
    if field == "segment":
        return text
    if field == "week":
        match = _WEEK.fullmatch(text)
        if match is None:
            raise InputError(f"{path}, row {row}: {text!r} is no ISO week such as 2026-W47")
        return f"{match[1]}-W{int(match[2]):02d}"
    try:
        return float(re.sub(r"\s", "", text).replace(",", "."))
    except ValueError:
        raise InputError(f"{path}, row {row}: {text!r} is no number of {field}") from None


def _is_nothing(value: object) -> bool:
    return value is None or value != value
