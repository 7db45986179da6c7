"""What ``motif rank --by`` prints for people, in French or English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.table import Table

from nlp.cli.common import table_console
from nlp.drivers import (
    ALL,
    CAUSE_TEXTS,
    KANO_TEXTS,
    MISSING,
    NAMED_BELOW,
    SEGMENT_TEXTS,
    VERDICT_TEXTS,
    Note,
)
from nlp.drivers.satisfaction import ScoreEstimate
from nlp.formatting import number, share, signed
from nlp.naming import NAMES, name_of
from nlp.pipeline.material import Material
from nlp.pipeline.views import Families, Respondents
from nlp.taxonomy import Taxonomy
from nlp.types import Lang

if TYPE_CHECKING:
    import pandas as pd

_TEXTS: dict[str, dict[Lang, str]] = {
    "covered": {
        "fr": "{n} contacts, {span}, satisfaction\u00a0: {scale}",
        "en": "{n} contacts, {span}, satisfaction: {scale}",
    },
    "weeks": {"fr": "semaines {first} à {week}", "en": "weeks {first} to {week}"},
    "undated": {"fr": "sans date", "en": "undated"},
    "no_score": {"fr": "aucune note", "en": "no score"},
    "families": {"fr": "Familles d’irritants", "en": "Families of irritants"},
    "kano": {
        "fr": "Ce que coûte l’échec, ce que rapporte la réussite (Kano)",
        "en": "What failing costs, what excelling brings (Kano)",
    },
    "strengths": {"fr": "Points forts à protéger", "en": "Strengths to protect"},
    "no_strength": {
        "fr": "aucun éloge ne relève la note à coup sûr",
        "en": "no praise surely lifts the score",
    },
    "reasons": {"fr": "Motifs de contact", "en": "Reasons for contact"},
    "pairs": {"fr": "Irritants par motif", "en": "Irritants by reason"},
    "groups": {
        "fr": "Ce qui revient plus ou moins dans un groupe, à structure égale",
        "en": "What comes up more or less in a group, at an equal mix",
    },
    "nothing_differs": {
        "fr": "aucune différence sûre",
        "en": "no sure difference",
    },
    "respondents": {"fr": "Qui donne une note", "en": "Who gives a score"},
    "raw": {"fr": "Moyenne brute", "en": "Raw mean"},
    "reweighted": {
        "fr": "Redressée sur tous les contacts",
        "en": "Reweighted to all contacts",
    },
    "difference": {"fr": "Écart", "en": "Difference"},
    "rank_columns": {
        "fr": "Rang|{what}|Contacts|Part|Effet [95 %]|Impact [95 %]|Verdict",
        "en": "Rank|{what}|Contacts|Share|Effect [95%]|Impact [95%]|Verdict",
    },
    "kano_columns": {
        "fr": "Famille|Irritants|Éloges|Pénalité [95 %]|Récompense [95 %]|Lecture",
        "en": "Family|Irritants|Praises|Penalty [95%]|Reward [95%]|Reading",
    },
    "group_columns": {
        "fr": "Groupe|Irritant|Contacts|Part|Ailleurs|Écart [95 %]|q",
        "en": "Group|Irritant|Contacts|Share|Elsewhere|Difference [95%]|q",
    },
    "response_columns": {
        "fr": "Par|Valeur|Contacts|Notes|Part notée [95 %]",
        "en": "By|Value|Contacts|Scores|Share scored [95%]",
    },
    "family": {"fr": "Famille", "en": "Family"},
    "reason": {"fr": "Motif", "en": "Reason"},
    "pair": {"fr": "Motif × irritant", "en": "Reason × irritant"},
    ALL: {"fr": "(tous)", "en": ALL},
    MISSING: {"fr": "(vide)", "en": "(empty)"},
    "more_lines": {
        "fr": "{n} autres lignes\u00a0: --format json ou csv les donne toutes.",
        "en": "{n} more lines: --format json or csv gives them all.",
    },
    "maybe_chance": {
        "fr": "{n} autres écarts, dont l’intervalle exclut zéro, peuvent être dus au hasard "
        "parmi tant de comparaisons (q ≥ {limit}).",
        "en": "{n} more differences, whose interval excludes zero, may be due to chance among "
        "so many comparisons (q ≥ {limit}).",
    },
}

_COLON: dict[Lang, str] = {"fr": "\u00a0: ", "en": ": "}
_SEPARATOR: dict[Lang, str] = {"fr": "\u00a0; ", "en": ", "}  # the French comma is decimal
_WIDTH = 150
_MANY = 40
"""Lines that a long table prints for people; JSON and CSV hold all."""


def frame_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as plain records, missing figures ``None``: what JSON and CSV hold."""
    found = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in found]


def show_families(found: Families, material: Material, taxonomy: Taxonomy, lang: Lang) -> None:
    """Print families in order, how each works on satisfaction, and the strengths."""
    _title("families", material, lang)
    rows = frame_records(found.ranking)
    _print_ranking(rows, "family", lambda row: taxonomy.name("irritant", row["family"], lang), lang)
    _say(found.ranking.attrs["model"]["notes"], taxonomy, lang)
    click.echo(f"\n{_TEXTS['kano'][lang]}")
    _print(
        _TEXTS["kano_columns"][lang],
        [
            [
                taxonomy.name("irritant", row["family"], lang),
                number(row["n_irritant"], lang),
                number(row["n_praise"], lang),
                _interval(row, "penalty", lang),
                _interval(row, "reward", lang),
                KANO_TEXTS[row["kano"]][lang].partition(_COLON[lang])[0],
            ]
            for row in frame_records(found.kano)
        ],
        left=(0, 5),
    )
    for kind in dict.fromkeys(found.kano["kano"]):
        click.echo(f"  {KANO_TEXTS[kind][lang]}")
    click.echo(f"\n{_TEXTS['strengths'][lang]}")
    for row in frame_records(found.strengths):
        name = taxonomy.name("irritant", row["family"], lang)
        click.echo(f"  {row['rank']}. {name}{_COLON[lang]}{_interval(row, 'reward', lang)}")
    if found.strengths.empty:
        click.echo(f"  {_TEXTS['no_strength'][lang]}")


def show_reasons(found: pd.DataFrame, material: Material, taxonomy: Taxonomy, lang: Lang) -> None:
    """Print reasons for contact in order."""
    _title("reasons", material, lang)
    rows = frame_records(found)
    _print_ranking(rows, "reason", lambda row: taxonomy.name("reason", row["reason"], lang), lang)
    _say(found.attrs["notes"], taxonomy, lang)


def show_pairs(found: pd.DataFrame, material: Material, taxonomy: Taxonomy, lang: Lang) -> None:
    """Print irritants within reasons in order, the first lines."""
    _title("pairs", material, lang)

    def name(row: Mapping[str, Any]) -> str:
        reason = taxonomy.name("reason", row["reason"], lang)
        return f"{reason} × {taxonomy.name('irritant', row['irritant'], lang)}"

    rows = frame_records(found)
    _print_ranking(rows[:_MANY], "pair", name, lang)
    if len(rows) > _MANY:
        click.echo(f"  {_TEXTS['more_lines'][lang].format(n=number(len(rows) - _MANY, lang))}")
    _say(found.attrs["notes"], taxonomy, lang)


def show_groups(found: pd.DataFrame, material: Material, taxonomy: Taxonomy, lang: Lang) -> None:
    """Print what surely differs between groups."""
    _title("groups", material, lang)
    apart = [row for row in frame_records(found) if row["verdict"] in ("more", "less")]
    rows = [row for row in apart if row["q_value"] < NAMED_BELOW]
    column = found.attrs.get("column", "segment")
    if not rows:
        click.echo(f"  {_TEXTS['nothing_differs'][lang]}")
    else:
        _print(
            _TEXTS["group_columns"][lang],
            [
                [
                    name_of(column, row["segment"], lang),
                    taxonomy.name("irritant", row["label"], lang),
                    number(row["n"], lang),
                    share(row["standardised"], lang),
                    share(row["standardised_rest"], lang),
                    _interval(row, "difference", lang, scale=100, digits=1) + " pt",
                    _q(row["q_value"], lang),
                ]
                for row in rows
            ],
            left=(0, 1),
        )
        for verdict in ("more", "less"):
            if any(row["verdict"] == verdict for row in rows):
                click.echo(f"  {SEGMENT_TEXTS[verdict][lang]}")
    if chance := len(apart) - len(rows):
        limit = number(NAMED_BELOW, lang, digits=2)
        text = _TEXTS["maybe_chance"][lang]
        click.echo(f"  {text.format(n=number(chance, lang), limit=limit)}")
    _say(found.attrs["notes"], taxonomy, lang)


def show_respondents(
    found: Respondents, material: Material, taxonomy: Taxonomy, lang: Lang
) -> None:
    """Print who gives a score, and the mean before and after reweighting."""
    _title("respondents", material, lang)

    def level(row: Mapping[str, Any]) -> str:
        if row["dimension"] == "reason_family" and row["level"] in taxonomy.reasons.families:
            return taxonomy.name("reason", row["level"], lang)
        if row["level"] in (ALL, MISSING):
            return _TEXTS[row["level"]][lang]
        return name_of(row["dimension"], row["level"], lang)

    _print(
        _TEXTS["response_columns"][lang],
        [
            [
                _TEXTS[ALL][lang] if row["dimension"] == ALL else _column(row["dimension"], lang),
                level(row),
                number(row["n"], lang),
                number(row["n_scored"], lang),
                _interval(row, "share", lang, scale=100, digits=1, sign=False) + " %",
            ]
            for row in frame_records(found.shares)
        ],
        left=(0, 1),
    )
    weighed = found.reweighting
    means = {"raw": weighed.raw, "reweighted": weighed.reweighted, "difference": weighed.difference}
    for name, estimate in means.items():
        told = _score(estimate, weighed.n_scored, lang)
        click.echo(f"  {_TEXTS[name][lang]}{_COLON[lang]}{told}")
    _say(weighed.notes, taxonomy, lang)


def _column(name: str, lang: Lang) -> str:
    return name_of("column", name, lang)


def _title(name: str, material: Material, lang: Lang) -> None:
    span = (
        _TEXTS["weeks"][lang].format(first=material.first_week, week=material.week)
        if material.window
        else _TEXTS["undated"][lang]
    )
    covered = _TEXTS["covered"][lang].format(
        n=number(len(material.contacts), lang),
        span=span,
        scale=material.scale or _TEXTS["no_score"][lang],
    )
    click.echo(f"{_TEXTS[name][lang]}, {covered}")


def _print_ranking(
    rows: Sequence[Mapping[str, Any]],
    what: str,
    name: Callable[[Mapping[str, Any]], str],
    lang: Lang,
) -> None:
    cells = [
        [
            str(row["rank"]),
            name(row),
            number(row["n"], lang),
            share(row["prevalence"], lang),
            _interval(row, "effect", lang),
            _interval(row, "impact", lang, digits=3),
            _verdict(row, lang),
        ]
        for row in rows
    ]
    columns = _TEXTS["rank_columns"][lang].format(what=_TEXTS[what][lang])
    _print(columns, cells, left=(1, 6))


def _verdict(row: Mapping[str, Any], lang: Lang) -> str:
    text = VERDICT_TEXTS[row["verdict"]][lang].partition(_COLON[lang])[0]
    cause = row.get("cause")
    return CAUSE_TEXTS[cause][lang] if cause in CAUSE_TEXTS else text


def _print(columns: str, rows: Iterable[Sequence[str]], *, left: Sequence[int]) -> None:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for i, name in enumerate(columns.split("|")):
        table.add_column(name, justify="left" if i in left else "right", no_wrap=i not in left)
    for row in rows:
        table.add_row(*row)
    table_console(_WIDTH).print(table)


def _interval(
    row: Mapping[str, Any],
    name: str,
    lang: Lang,
    *,
    digits: int = 2,
    scale: float = 1.0,
    sign: bool = True,
) -> str:
    value = row[name]
    if value is None:
        return "–"
    write = signed if sign else number
    low, high = (
        write(scale * row[f"{name}_{end}"], lang, digits=digits) for end in ("low", "high")
    )
    return f"{write(scale * value, lang, digits=digits)} [{low}{_SEPARATOR[lang]}{high}]"


def _q(value: float, lang: Lang) -> str:
    least = 0.001
    return f"< {number(least, lang, digits=3)}" if value < least else number(value, lang, digits=3)


def _score(estimate: ScoreEstimate, n: int, lang: Lang) -> str:
    if estimate.value is None:
        return "–"
    text = number(estimate.value, lang, digits=2)
    if estimate.low is None or estimate.high is None:
        return text
    low, high = (number(x, lang, digits=2) for x in (estimate.low, estimate.high))
    return f"{text} [{low}{_SEPARATOR[lang]}{high}], n = {number(n, lang)}"


def _say(notes: Iterable[Mapping[str, Any]], taxonomy: Taxonomy, lang: Lang) -> None:
    """Say notes with the names of what they are about."""
    names = {code: taxonomy.name("irritant", code, lang) for code in taxonomy.irritants.codes}
    for kind in ("column", "channel"):
        names |= {code: name_of(kind, code, lang) for code in NAMES[kind]}
    names[MISSING] = _TEXTS[MISSING][lang]
    for note in notes:
        click.echo(f"  {Note(note['code'], note['values']).text(lang, names)}")
