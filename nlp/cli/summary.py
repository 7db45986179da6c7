"""What the commands print for people, in French or English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table

from nlp.cli.common import table_console
from nlp.drivers import (
    CAUSE_TEXTS,
    DoublyRobustCheck,
    Unit,
    explain,
    explain_check,
    explain_what_if,
    what_if,
)
from nlp.formatting import number, share, signed
from nlp.pipeline.analysis import AnalysisReport
from nlp.pipeline.ranking import Ranking, effects_records
from nlp.readers import MappedField
from nlp.readers.ledger import advice, reason_name
from nlp.taxonomy import Taxonomy
from nlp.types import Lang

_TEXTS: dict[str, dict[Lang, str]] = {
    "counts": {
        "fr": "{read} lignes lues = {kept} gardées + {rejected} rejetées, en {seconds} s",
        "en": "{read} rows read = {kept} kept + {rejected} rejected, in {seconds} s",
    },
    "written": {
        "fr": "espace de travail {folder}\u00a0: {new} nouveaux, {replaced} remplacés, "
        "{unchanged} inchangés",
        "en": "workspace {folder}: {new} new, {replaced} replaced, {unchanged} unchanged",
    },
    "conflicts": {
        "fr": "ATTENTION\u00a0: {n} contact(s) déjà stocké(s) sous le même identifiant, venus d'un "
        "autre fichier avec un autre texte, ont été remplacés ({examples}). Si les fichiers "
        "renumérotent leurs lignes, analyser chacun avec un --id-prefix à lui.",
        "en": "WARNING: {n} contact(s) stored before under the same id, from another file and "
        "with another text, were replaced ({examples}). If the files number their rows anew, "
        "analyse each with an --id-prefix of its own.",
    },
    "langs": {"fr": "langues\u00a0: ", "en": "languages: "},
    "channels": {"fr": "canaux\u00a0: ", "en": "channels: "},
    "rejects": {"fr": "rejets\u00a0:", "en": "rejects:"},
    "title": {
        "fr": "Irritants, semaines {first} à {week}, {n} contacts, satisfaction\u00a0: {scale}",
        "en": "Irritants, weeks {first} to {week}, {n} contacts, satisfaction: {scale}",
    },
    "undated": {
        "fr": "Irritants, {n} contacts sans date, satisfaction\u00a0: {scale}",
        "en": "Irritants, {n} undated contacts, satisfaction: {scale}",
    },
    "columns": {
        "fr": "Rang|Irritant|Contacts|Part|Effet [95 %]|Impact [95 %]|Évolution|Verdict",
        "en": "Rank|Irritant|Contacts|Share|Effect [95 %]|Impact [95 %]|Change|Verdict",
    },
    "legend": {
        "fr": "Effet\u00a0: points de satisfaction entre contacts pareils par ailleurs (autres "
        "irritants, canal, langue, segment, semaine). Impact = part × effet. Classement par le "
        "bout de l’intervalle le plus proche de zéro. Une association, pas une preuve de cause.",
        "en": "Effect: points of satisfaction between contacts otherwise alike (other irritants, "
        "channel, language, segment, week). Impact = share × effect. Ranked by the end of the "
        "interval nearest zero. An association, not a proof of cause.",
    },
    "nps_points": {"fr": " (en points de NPS)", "en": " (in NPS points)"},
    "common_points": {"fr": " (ramenée de 0 à 100)", "en": " (brought to 0 to 100)"},
    "nothing": {
        "fr": "rien à classer\u00a0: aucun contact gardé",
        "en": "nothing to rank: no contact kept",
    },
    "no_score": {
        "fr": "aucune note, volumes seuls",
        "en": "no score, volumes only",
    },
    "costs": {"fr": "coûte", "en": "costs"},
    "undetermined": {"fr": "indéterminé", "en": "undetermined"},
    "pays": {"fr": "favorable", "en": "favourable"},
    "not_estimable": {"fr": "non estimable", "en": "not estimable"},
    "too_few": {"fr": "trop peu", "en": "too few"},
    "passenger": {"fr": "passager de {host}", "en": "passenger of {host}"},
    "what_if": {"fr": "Et si\u00a0?", "en": "What if?"},
    "check": {
        "fr": "Vérification par un second estimateur (doublement robuste)",
        "en": "Check by a second estimator (doubly robust)",
    },
    "mapping": {
        "fr": "{path}\u00a0: correspondance des colonnes",
        "en": "{path}: mapping of columns",
    },
}


_CONTROLS: dict[str, dict[Lang, str]] = {
    "channel": {"fr": "canal", "en": "channel"},
    "lang": {"fr": "langue", "en": "language"},
    "segment": {"fr": "segment", "en": "segment"},
    "week": {"fr": "semaine", "en": "week"},
}

_PLACES = 5
"""How many rejects of one reason are named; the explorer lists all."""

_WIDE = 130
"""Columns of a terminal from which the whole ranking fits."""

_NARROW_COLUMNS = (0, 1, 2, 5)
"""Columns kept in a narrow terminal: rank, irritant, contacts, impact."""

_COLON: dict[Lang, str] = {"fr": "\u00a0: ", "en": ": "}
_SEPARATOR: dict[Lang, str] = {"fr": "\u00a0; ", "en": ", "}  # the French comma is decimal


def show_report(report: AnalysisReport, folder: Path, lang: Lang) -> None:
    """Print what a run read, kept and rejected."""
    for source, note in report.notes:
        click.echo(f"  {source}: {note.message(lang)}")
    click.echo(
        _TEXTS["counts"][lang].format(
            read=number(report.n_read, lang),
            kept=number(report.n_kept, lang),
            rejected=number(report.n_rejected, lang),
            seconds=number(round(report.seconds), lang),
        )
    )
    click.echo(
        _TEXTS["written"][lang].format(
            folder=folder,
            new=number(report.written.n_new, lang),
            replaced=number(report.written.n_replaced, lang),
            unchanged=number(report.written.n_unchanged, lang),
        )
    )
    conflicts = report.written.conflicts
    if conflicts.n:
        text = _TEXTS["conflicts"][lang]
        click.echo(text.format(n=number(conflicts.n, lang), examples=", ".join(conflicts.examples)))
    if report.rejects:
        click.echo(_TEXTS["rejects"][lang])
    for reason, n in Counter(reject.reason for reject in report.rejects).most_common():
        where = [f"{r.source}:{r.row}" for r in report.rejects if r.reason == reason]
        click.echo(f"  {number(n, lang)} × {reason_name(reason, lang)}. {advice(reason, lang)}")
        click.echo(f"      {', '.join(where[:_PLACES])}{', …' if n > _PLACES else ''}")
    if report.n_kept:
        click.echo(_TEXTS["langs"][lang] + _shares(report.langs, lang))
        click.echo(_TEXTS["channels"][lang] + _shares(report.channels, lang))


def show_ranking(
    ranking: Ranking | None, taxonomy: Taxonomy, lang: Lang, *, limit: int | None = None
) -> None:
    """Print a ranking, whole with its notes and its legend, or the top of it."""
    if ranking is None:
        click.echo(_TEXTS["nothing"][lang])
        return
    title = _TEXTS["title" if ranking.first_week else "undated"][lang]
    click.echo(
        title.format(
            week=ranking.week,
            first=ranking.first_week,
            n=number(ranking.n_contacts, lang),
            scale=_scale(ranking, lang),
        )
    )
    _table(effects_records(ranking.effects)[:limit], taxonomy, lang)
    if limit is None:
        for note in ranking.notes:
            click.echo(f"  {note[lang]}")
        click.echo(_TEXTS["legend"][lang])


def _scale(ranking: Ranking, lang: Lang) -> str:
    if ranking.scale is None:
        return _TEXTS["no_score"][lang]
    points = {"answer": "", "nps": "nps_points", "common": "common_points"}[ranking.points]
    return f"{ranking.scale}{_TEXTS[points][lang]}" if points else ranking.scale


def show_mapping(path: Path, uses: Iterable[MappedField], lang: Lang) -> None:
    """Print which column each field would be read from."""
    click.echo(_TEXTS["mapping"][lang].format(path=path))
    for use in uses:
        click.echo(f"  {use.field:<14} ← {use.column or '·'}  ({use.values})")


def show_explanation(
    ranking: Ranking,
    irritant: str,
    taxonomy: Taxonomy,
    lang: Lang,
    *,
    share: float = 0.5,
    check: DoublyRobustCheck | None = None,
) -> None:
    """Print the working of one line of a ranking.

    Args:
        ranking: The ranking.
        irritant: Code of the line.
        taxonomy: Names the irritants.
        lang: Language.
        share: By how much the irritant falls in what is projected, in (0, 1].
        check: A second estimate of its effect, if one was asked for.
    """
    found_row = ranking.effects.set_index("irritant", drop=False).loc[irritant]
    row = {str(name): value for name, value in found_row.items()}
    names = {code: taxonomy.name("irritant", code, lang) for code in taxonomy.irritants.codes}
    names |= {control: texts[lang] for control, texts in _CONTROLS.items()}
    found = explain(row, ranking.effects.attrs["model"], lang, names)
    click.echo(f"{names[irritant]} ({irritant}), {ranking.first_week} → {ranking.week}")
    for step in found.steps:
        click.echo(f"  {step.label}")
        click.echo(f"      {step.formula}{_COLON[lang]}{step.working}")
    click.echo(found.conclusion)
    for assumption in found.assumptions:
        click.echo(f"  • {assumption}")
    unit: Unit | None = ranking.scale if ranking.points == "answer" else None
    if ranking.points == "nps" and ranking.scale == "nps":
        unit = "nps_points"
    projected = what_if(row, ranking.effects.attrs["model"], share, unit)
    _section("what_if", explain_what_if(projected, lang, names), lang)
    if check is not None:
        _section("check", explain_check(check, lang, names), lang)


def _section(title: str, sentences: Iterable[str], lang: Lang) -> None:
    click.echo(_TEXTS[title][lang])
    for sentence in sentences:
        click.echo(f"  {sentence}")


def _table(rows: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, lang: Lang) -> None:
    console = table_console(150)
    names = _TEXTS["columns"][lang].split("|")
    shown = range(len(names)) if console.width >= _WIDE else _NARROW_COLUMNS
    table = Table(box=box.SIMPLE, pad_edge=False)
    for i in shown:
        left = i in (1, len(names) - 1)
        table.add_column(names[i], justify="left" if left else "right", no_wrap=i != 1)
    for row in rows:
        cells = _cells(row, taxonomy, lang)
        table.add_row(*(cells[i] for i in shown))
    console.print(table)
    _say_common_cause(rows, lang)


def _cells(row: Mapping[str, Any], taxonomy: Taxonomy, lang: Lang) -> list[str]:
    return [
        str(row["rank"]),
        taxonomy.name("irritant", row["irritant"], lang),
        number(row["n"], lang),
        share(row["prevalence"], lang),
        _interval(row, "effect", lang, digits=2),
        _interval(row, "impact", lang, digits=3),
        _missing(row["change"], lambda x: signed(100 * x, lang, digits=1) + " pt"),
        _verdict(row, taxonomy, lang),
    ]


def _say_common_cause(rows: Sequence[Mapping[str, Any]], lang: Lang) -> None:
    """Say once why no effect could be estimated, where it is the same for all."""
    causes = {row.get("cause") for row in rows if row.get("cause") != "never_present"}
    if len(causes) == 1 and (cause := causes.pop()) in CAUSE_TEXTS:
        click.echo(f"  {CAUSE_TEXTS[cause][lang]}")


def _interval(row: Mapping[str, Any], name: str, lang: Lang, *, digits: int) -> str:
    return _missing(
        row[name],
        lambda x: (
            f"{signed(x, lang, digits=digits)} "
            f"[{signed(row[f'{name}_low'], lang, digits=digits)}{_SEPARATOR[lang]}"
            f"{signed(row[f'{name}_high'], lang, digits=digits)}]"
        ),
    )


def _missing(value: Any, shown: Any) -> str:
    return "–" if value is None or value != value else str(shown(value))


def _verdict(row: Mapping[str, Any], taxonomy: Taxonomy, lang: Lang) -> str:
    host = row.get("passenger_of")
    if isinstance(host, str):
        name = taxonomy.name("irritant", host, lang)
        return _TEXTS["passenger"][lang].format(host=name)
    return _TEXTS[row["verdict"]][lang]


def _shares(counts: Mapping[str, int], lang: Lang) -> str:
    total = sum(counts.values())
    return ", ".join(
        f"{value} {number(n, lang)} ({share(n / total, lang)})" for value, n in counts.items()
    )
