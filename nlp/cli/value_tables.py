"""What ``motif value`` prints for people, in French or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click
from rich import box
from rich.table import Table

from nlp.cli.common import table_console
from nlp.formatting import number, share, signed
from nlp.pipeline.value import value_records
from nlp.taxonomy import Taxonomy
from nlp.types import Lang
from nlp.value import SPECS, Group, ValueReport, format_money

_TEXTS: dict[str, dict[Lang, str]] = {
    "title": {
        "fr": "Valeur, {n} contacts{period}, fenêtre de {days} jours",
        "en": "Value, {n} contacts{period}, window of {days} days",
    },
    "period": {"fr": " du {first} au {last}", "en": " from {first} to {last}"},
    "irritants": {"fr": "Par irritant", "en": "By irritant"},
    "service": {"fr": "Pour l’ensemble du service", "en": "For the service as a whole"},
    "irritant": {"fr": "Irritant", "en": "Irritant"},
    "figure": {"fr": "Chiffre", "en": "Figure"},
    "value": {"fr": "Valeur [95\u00a0%]", "en": "Value [95%]"},
    "left_out": {"fr": "Mis à part", "en": "Left out"},
    "per_year": {"fr": "par an", "en": "a year"},
    "upper": {"fr": "borne haute", "en": "upper bound"},
    "absent": {"fr": "Chiffres absents", "en": "Figures that are absent"},
    "others": {"fr": "{n} irritants", "en": "{n} irritants"},
    "definitions": {
        "fr": "Définitions, formules et hypothèses",
        "en": "Definitions, formulas and assumptions",
    },
    "assumes": {"fr": "Suppose\u00a0: ", "en": "Assumes: "},
    "interval": {"fr": "Intervalle à 95\u00a0%\u00a0: ", "en": "95% interval: "},
    "notes": {"fr": "À savoir", "en": "Good to know"},
    "passenger": {"fr": "passager de {host}", "en": "passenger of {host}"},
}
_GROUPS: dict[Group, dict[Lang, str]] = {
    "signal": {"fr": "intention de départ lue", "en": "churn intent read"},
    "score": {"fr": "score de l’entreprise", "en": "company’s score"},
    "flag": {"fr": "retenus selon le service", "en": "retained, by the service’s word"},
    "any": {"fr": "tous ensemble", "en": "all together"},
    "not_contacted": {"fr": "sans contact", "en": "without contact"},
}
_COLON: dict[Lang, str] = {"fr": "\u00a0: ", "en": ": "}
_SEPARATOR: dict[Lang, str] = {"fr": "\u00a0; ", "en": ", "}  # the French comma is decimal
_JOINT: dict[Lang, str] = {"fr": "\u00a0; ", "en": "; "}

_WIDTH = 160
"""Columns of the tables where the output is no terminal."""
_NARROWEST = 25
"""Columns that a figure takes beside others."""
_NAMED = 4
"""Irritants named where many lack a figure for the same reason; JSON and CSV hold all."""

_YEARLY = "contact_cost, a year"
"""Column of the cost at the same pace over a year, beside the cost of the period."""

Record = dict[str, Any]


def show_value(report: ValueReport, taxonomy: Taxonomy, lang: Lang) -> None:
    """Print a report: irritants, service, what is absent, definitions with assumptions, notes.

    Args:
        report: The report.
        taxonomy: Names the irritants.
        lang: Language.
    """
    period = ""
    if report.first and report.last:
        ends = {"first": report.first.isoformat(), "last": report.last.isoformat()}
        period = _TEXTS["period"][lang].format(**ends)
    click.echo(
        _TEXTS["title"][lang].format(
            n=number(report.n_contacts, lang), period=period, days=report.window_days
        )
    )
    records = value_records(report, taxonomy, lang)
    given = [record for record in records if record["absent"] is None]
    _irritants([record for record in given if record["irritant"]], lang)
    _service([record for record in given if not record["irritant"]], lang)
    _absences([record for record in records if record["absent"]], lang)
    _definitions(report, lang)
    click.echo(f"\n{_TEXTS['notes'][lang]}")
    for note in report.notes:
        click.echo(f"  {note.text(lang)}")


def format_figure(value: float, record: Record, lang: Lang) -> str:
    """Write a figure, or an end of its interval, in its unit.

    Args:
        value: The figure.
        record: Its record, with ``unit``, ``figure`` and ``currency``.
        lang: Language.

    Returns:
        Such as ``1 234 €``, ``12,3 %``, ``+4.1 pts``.
    """
    unit = record["unit"]
    if unit == "money":
        return format_money(value, lang, record["currency"])
    if unit == "share":
        return share(value, lang)
    if unit == "gap":
        return signed(100 * value, lang, digits=1) + "\u00a0pts"
    if unit == "ratio":
        return share(value, lang, digits=0)
    return number(value, lang)


def _value(record: Record, lang: Lang) -> str:
    return format_figure(record["value"], record, lang)


def _interval(record: Record, lang: Lang, name: str = "") -> str:
    low, high = (record[f"{name}_{end}" if name else end] for end in ("low", "high"))
    if low is None or high is None:
        return ""
    ends = (format_figure(end, record, lang) for end in (low, high))
    return f"[{_SEPARATOR[lang].join(ends)}]"


def _irritants(records: Sequence[Record], lang: Lang) -> None:
    """One line per irritant, the most at stake first, as many tables as the width asks for."""
    if not records:
        return
    click.echo(f"\n{_TEXTS['irritants'][lang]}")
    present = {record["figure"] for record in records}
    codes = [spec.code for spec in SPECS if spec.code in present]
    names = {record["figure"]: record["name"] for record in records}
    if any(record["per_year"] is not None for record in records):
        codes.insert(1, _YEARLY)
        names[_YEARLY] = f"{names[codes[0]]}, {_TEXTS['per_year'][lang]}"
    lines: dict[str, dict[str, Record]] = {}
    for record in records:
        lines.setdefault(record["irritant"], {})[record["figure"]] = record
    ordered = sorted(lines.values(), key=_stake)
    hosts = {record["irritant"]: record["irritant_name"] for record in records}
    fit = max((table_console(_WIDTH).width - 30) // _NARROWEST, 1)
    for start in range(0, len(codes), fit):
        table = Table(box=box.SIMPLE, pad_edge=False)
        table.add_column(_TEXTS["irritant"][lang])
        for code in codes[start : start + fit]:
            table.add_column(names[code], justify="right", min_width=_NARROWEST - 2)
        for line in ordered:
            cells = [_cell(line, code, hosts, lang) for code in codes[start : start + fit]]
            table.add_row(next(iter(line.values()))["irritant_name"], *cells)
        table_console(_WIDTH).print(table)


def _stake(line: dict[str, Record]) -> tuple[float, float, float, str]:
    """Order of the lines: the cautious end of what is at risk, then its value, then the cost."""
    risk = line.get("margin_at_risk") or line.get("revenue_at_risk")
    cost = line.get("contact_cost")
    cautious = max(risk["low"] or 0.0, 0.0) if risk else 0.0
    return (
        -cautious,
        -(risk["value"] if risk else float("-inf")),
        -(cost["value"] if cost else 0.0),
        next(iter(line.values()))["irritant"],
    )


def _cell(line: dict[str, Record], code: str, hosts: Mapping[str, str], lang: Lang) -> str:
    record = line.get("contact_cost" if code == _YEARLY else code)
    if record is None:
        return "–"
    if code == _YEARLY:
        yearly = format_figure(record["per_year"], record, lang)
        return f"{yearly}\n{_interval(record, lang, 'per_year')}"
    parts = [f"{_value(record, lang)} ({number(record['n'], lang)})", _interval(record, lang)]
    if record["passenger_of"]:
        parts.append(_TEXTS["passenger"][lang].format(host=hosts[record["passenger_of"]]))
    return "\n".join(filter(None, parts))


def _service(records: Sequence[Record], lang: Lang) -> None:
    """One line per figure and group of customers."""
    if not records:
        return
    click.echo(f"\n{_TEXTS['service'][lang]}")
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column(_TEXTS["figure"][lang])
    for name in (_TEXTS["value"][lang], "n", _TEXTS["left_out"][lang]):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    order = {spec.code: i for i, spec in enumerate(SPECS)}
    for record in sorted(records, key=lambda record: order[record["figure"]]):
        said = [_GROUPS[record["group"]][lang]] if record["group"] else []
        said += [_TEXTS["upper"][lang]] if record["bound"] else []
        if record["per_year"] is not None:
            yearly = format_figure(record["per_year"], record, lang)
            interval = _interval(record, lang, "per_year")
            said.append(f"{yearly} {_TEXTS['per_year'][lang]} {interval}".strip())
        table.add_row(
            record["name"],
            f"{_value(record, lang)} {_interval(record, lang)}".strip(),
            number(record["n"], lang),
            number(record["n_left_out"], lang),
            ", ".join(said),
        )
    table_console(_WIDTH).print(table)


def _absences(records: Sequence[Record], lang: Lang) -> None:
    """The figures that are absent, those for one reason together, irritants counted."""
    why: dict[str, dict[str, list[str]]] = {}
    for record in records:
        of_text = why.setdefault(record["absent"], {}).setdefault(record["name"], [])
        about = record["irritant_name"] or (
            _GROUPS[record["group"]][lang] if record["group"] else None
        )
        if about:
            of_text.append(about)
    if why:
        click.echo(f"\n{_TEXTS['absent'][lang]}")
    for text, figures in why.items():
        named = (_about(name, about, lang) for name, about in figures.items())
        click.echo(f"  {_JOINT[lang].join(named)}{_COLON[lang]}{text}")


def _about(name: str, about: Sequence[str], lang: Lang) -> str:
    if not about:
        return name
    if len(about) > _NAMED:
        return f"{name} ({_TEXTS['others'][lang].format(n=number(len(about), lang))})"
    return f"{name} ({', '.join(about)})"


def _definitions(report: ValueReport, lang: Lang) -> None:
    given = set(report.figures["figure"])
    click.echo(f"\n{_TEXTS['definitions'][lang]}")
    for definition in report.definitions(lang):
        if definition.figure not in given:
            continue
        click.echo(f"  {definition.name}{_COLON[lang]}{definition.formula}.")
        assumed = _JOINT[lang].join(definition.assumptions)
        told = f"{_TEXTS['assumes'][lang]}{assumed}. " if assumed else ""
        click.echo(f"      {told}{_TEXTS['interval'][lang]}{definition.interval}.")
