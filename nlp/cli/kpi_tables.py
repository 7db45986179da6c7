"""What ``motif kpis`` prints for people, in French or English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich import box
from rich.table import Table

from nlp.cli.common import table_console
from nlp.formatting import number, share, signed
from nlp.kpis import KPIS, THEME_TEXTS, KpiReport, Unit
from nlp.pipeline.kpis import kpi_records
from nlp.taxonomy import Taxonomy
from nlp.types import Lang

_UNITS = {kpi.code: kpi.unit for kpi in KPIS}
_THEMES = {kpi.code: kpi.theme for kpi in KPIS}

_TEXTS: dict[str, dict[Lang, str]] = {
    "title": {"fr": "Indicateurs, {what}", "en": "KPIs, {what}"},
    "all": {"fr": "tous les contacts", "en": "all contacts"},
    "week": {"fr": "semaine {week}", "en": "week {week}"},
    "kpi": {"fr": "Indicateur", "en": "KPI"},
    "value": {"fr": "Valeur [95\u00a0%]", "en": "Value [95%]"},
    "left_out": {"fr": "Mis à part", "en": "Left out"},
    "verdict": {"fr": "Objectif", "en": "Target"},
    "met": {"fr": "tenu", "en": "met"},
    "missed": {"fr": "manqué", "en": "missed"},
    "undetermined": {"fr": "indéterminé", "en": "undetermined"},
    "definitions": {"fr": "Définitions en usage", "en": "Definitions in use"},
    "excluded": {"fr": "Mis à part\u00a0: ", "en": "Left out: "},
    "interval": {"fr": "Intervalle à 95\u00a0%\u00a0: ", "en": "95% interval: "},
    "absent": {"fr": "Indicateurs absents", "en": "KPIs that are absent"},
    "confused": {
        "fr": "Motifs saisis qui ne sont aucun des motifs lus, les plus fréquents",
        "en": "Reasons keyed in that are none of those read, most frequent",
    },
    "keyed": {"fr": "Saisi", "en": "Keyed in"},
    "read": {"fr": "Lu", "en": "Read"},
    "share": {"fr": "Part des contacts ainsi saisis", "en": "Share of those so keyed in"},
    "none": {"fr": "(aucun)", "en": "(none)"},
    "reason": {"fr": "Motif", "en": "Reason"},
    "irritant": {"fr": "Irritant", "en": "Irritant"},
    "channel": {"fr": "Canal", "en": "Channel"},
    "segment": {"fr": "Segment", "en": "Segment"},
}
_WEEK_COLUMN: dict[Lang, str] = {"fr": "Semaine", "en": "Week"}
_COLON: dict[Lang, str] = {"fr": "\u00a0: ", "en": ": "}
_SEPARATOR: dict[Lang, str] = {"fr": "\u00a0; ", "en": ", "}  # the French comma is decimal

_PAIRS = 10
"""Confused pairs that are printed; JSON holds all."""

_WIDTH = 150
"""Columns of the tables where the output is no terminal."""

_NARROWEST = 18
"""Columns that a KPI takes beside others."""


def show_kpis(report: KpiReport, taxonomy: Taxonomy, week: str | None, lang: Lang) -> None:
    """Print a report: tables by theme, what is absent, definitions in use and notes.

    Args:
        report: The report.
        taxonomy: Names reasons and irritants.
        week: The only week it covers, if one was asked for.
        lang: Language.
    """
    what = _TEXTS["all"][lang] if week is None else _TEXTS["week"][lang].format(week=week)
    click.echo(_TEXTS["title"][lang].format(what=what))
    records = [record for record in kpi_records(report, lang) if record["absent"] is None]
    for theme in THEME_TEXTS:
        of_theme = [record for record in records if _THEMES[record["kpi"]] == theme]
        if of_theme:
            click.echo(f"\n{THEME_TEXTS[theme][lang]}")
            if report.by:
                _grid(of_theme, report, taxonomy, lang)
            else:
                _list(of_theme, lang)
    _confusions(report, taxonomy, lang)
    _absences(report, lang)
    _definitions(report, lang)
    for note in report.notes:
        click.echo(f"  {note.text(lang)}")


def format_value(value: float, unit: Unit, lang: Lang) -> str:
    """Write a figure in its unit.

    Args:
        value: The figure.
        unit: Its unit.
        lang: Language.

    Returns:
        Such as ``62,4 %``, ``+12,0 pts``, ``5 min 12 s``, ``−20.7``.
    """
    if unit == "contacts":
        return number(value, lang)
    if unit == "share":
        return share(value, lang)
    if unit == "gap":
        return signed(100 * value, lang, digits=1) + "\u00a0pts"
    if unit == "seconds":
        return _duration(value, lang)
    if unit == "nps":
        return signed(value, lang, digits=1)
    return number(value, lang, digits=3 if unit == "ratio" and value < 1 else 2)


def _duration(seconds: float, lang: Lang) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{number(seconds, lang, digits=1)}\u00a0s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}\u00a0min\u00a0{rest:02d}\u00a0s"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours}\u00a0h\u00a0{minutes:02d}\u00a0min"
    days, hours = divmod(hours, 24)
    return f"{days}\u00a0{'j' if lang == 'fr' else 'd'}\u00a0{hours:02d}\u00a0h"


def _interval(record: dict[str, Any], lang: Lang) -> str:
    if record["low"] is None:
        return ""
    unit = _UNITS[record["kpi"]]
    low, high = (format_value(record[end], unit, lang) for end in ("low", "high"))
    return f"[{low}{_SEPARATOR[lang]}{high}]"


def _value(record: dict[str, Any], lang: Lang) -> str:
    if record["value"] is None:
        return "–"
    return format_value(record["value"], _UNITS[record["kpi"]], lang)


def _list(records: Sequence[dict[str, Any]], lang: Lang) -> None:
    """One line per KPI, all contacts together."""
    targets = any(record["verdict"] for record in records)
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column(_TEXTS["kpi"][lang])
    for name in (_TEXTS["value"][lang], "n", _TEXTS["left_out"][lang]):
        table.add_column(name, justify="right", no_wrap=True)
    if targets:
        table.add_column(_TEXTS["verdict"][lang])
    for record in records:
        cells = [
            record["name"],
            f"{_value(record, lang)} {_interval(record, lang)}".strip(),
            number(record["n"], lang),
            number(record["n_left_out"], lang),
        ]
        verdict = record["verdict"]
        table.add_row(*cells, *([_TEXTS[verdict][lang] if verdict else ""] if targets else []))
    table_console(_WIDTH).print(table)


def _grid(
    records: Sequence[dict[str, Any]], report: KpiReport, taxonomy: Taxonomy, lang: Lang
) -> None:
    """One line per group, one column per KPI, as many tables as the width asks for."""
    codes = list(dict.fromkeys(record["kpi"] for record in records))
    names = {record["kpi"]: record["name"] for record in records}
    lines: dict[tuple[str | None, ...], dict[str, dict[str, Any]]] = {}
    for record in records:
        lines.setdefault(tuple(record[name] for name in report.by), {})[record["kpi"]] = record
    fit = max((table_console(_WIDTH).width - 30 * len(report.by)) // _NARROWEST, 1)
    for start in range(0, len(codes), fit):
        table = Table(box=box.SIMPLE, pad_edge=False)
        for dimension in report.by:
            known = _WEEK_COLUMN if dimension == "week" else _TEXTS[dimension]
            table.add_column(known[lang])
        for code in codes[start : start + fit]:
            table.add_column(names[code], justify="right")
        for labels, of_line in lines.items():
            shown = [
                _label(dimension, label, taxonomy, lang)
                for dimension, label in zip(report.by, labels, strict=True)
            ]
            cells = [_cell(of_line.get(code), lang) for code in codes[start : start + fit]]
            table.add_row(*shown, *cells)
        table_console(_WIDTH).print(table)


def _cell(record: dict[str, Any] | None, lang: Lang) -> str:
    if record is None or record["value"] is None:
        return "–"
    if _UNITS[record["kpi"]] == "contacts":
        return f"{_value(record, lang)}\n{_interval(record, lang)}"
    return f"{_value(record, lang)} ({number(record['n'], lang)})\n{_interval(record, lang)}"


def _label(dimension: str, label: str | None, taxonomy: Taxonomy, lang: Lang) -> str:
    if label is None:
        return _TEXTS["none"][lang]
    if dimension in ("reason", "irritant"):
        known = taxonomy.label_set(dimension)
        return known.name(label, lang) if label in known else label
    return label


def _confusions(report: KpiReport, taxonomy: Taxonomy, lang: Lang) -> None:
    if report.confused.empty:
        return
    click.echo(f"\n{_TEXTS['confused'][lang]}")
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column(_TEXTS["keyed"][lang])
    table.add_column(_TEXTS["read"][lang])
    table.add_column("n", justify="right")
    table.add_column(_TEXTS["share"][lang], justify="right", no_wrap=True)
    for pair in report.confused.head(_PAIRS).to_dict("records"):
        low, high = (share(pair[end], lang) for end in ("share_low", "share_high"))
        table.add_row(
            _reason(pair["keyed"], taxonomy, lang),
            _reason(pair["read"], taxonomy, lang),
            number(pair["n"], lang),
            f"{share(pair['share'], lang)} [{low}{_SEPARATOR[lang]}{high}]",
        )
    table_console(_WIDTH).print(table)


def _reason(code: str, taxonomy: Taxonomy, lang: Lang) -> str:
    known = taxonomy.reasons
    return known.name(code, lang) if code in known or code in known.families else code


def _absences(report: KpiReport, lang: Lang) -> None:
    """The KPIs that are absent, those for one reason together."""
    why: dict[str, list[str]] = {}
    names = {definition.kpi: definition.name for definition in report.definitions(lang)}
    for absent in report.absent:
        why.setdefault(absent.note.text(lang), []).append(names[absent.kpi])
    if why:
        click.echo(f"\n{_TEXTS['absent'][lang]}")
    for text, of_text in why.items():
        click.echo(f"  {', '.join(of_text)}{_COLON[lang]}{text}")


def _definitions(report: KpiReport, lang: Lang) -> None:
    click.echo(f"\n{_TEXTS['definitions'][lang]}")
    absent = {x.kpi for x in report.absent}
    for definition in report.definitions(lang):
        if definition.kpi in absent:
            continue
        click.echo(f"  {definition.name} ({definition.unit}){_COLON[lang]}{definition.formula}.")
        click.echo(
            f"      {_TEXTS['excluded'][lang]}{definition.left_out}. "
            f"{_TEXTS['interval'][lang]}{definition.interval}."
        )
