"""``motif rank``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from nlp.cli.common import (
    INPUT,
    format_option,
    lang_option,
    show_csv,
    show_json,
    taxonomy_option,
    workspace_option,
)
from nlp.cli.rank_tables import (
    frame_records,
    show_families,
    show_groups,
    show_pairs,
    show_reasons,
    show_respondents,
)
from nlp.cli.summary import show_explanation, show_ranking
from nlp.errors import InputError
from nlp.pipeline.checking import read_checked_contacts
from nlp.pipeline.material import POINTS, Material, gather
from nlp.pipeline.ranking import GROUPS, effects_records, rank_material
from nlp.pipeline.views import (
    check_irritant,
    compare_groups,
    rank_by_pair,
    rank_by_reason,
    rank_families,
    who_answers,
)
from nlp.settings import load_settings
from nlp.storage import Workspace
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.types import Lang

VIEWS = ("irritant", "family", "reason", "reason-irritant", *GROUPS, "respondents")


@dataclass(frozen=True)
class _Asked:
    """What a ranking is to be shown of, and how."""

    material: Material
    taxonomy: Taxonomy
    min_n: int
    checked: Any
    form: str
    lang: Lang

    def show(self, frame: Any, people: Callable[..., None], *shown: Any) -> None:
        """Print a table for machines, or what people are shown."""
        if self.form == "json":
            show_json(frame_records(frame))
        elif self.form == "csv":
            show_csv(frame_records(frame))
        else:
            people(*(shown or (frame,)), self.material, self.taxonomy, self.lang)


@click.command("rank")
@workspace_option
@click.option("--week", help="Last ISO week to cover, such as 2026-W46.  [default: the latest]")
@click.option(
    "--by",
    type=click.Choice(VIEWS),
    default="irritant",
    show_default=True,
    help="What to rank, the groups to compare, or who gives a score.",
)
@click.option("--explain", metavar="IRRITANT", help="Show the working of one line.")
@click.option(
    "--check",
    is_flag=True,
    help="With --explain: estimate the effect by a second, doubly robust way.",
)
@click.option(
    "--what-if",
    type=click.FloatRange(0, 100, min_open=True),
    default=50.0,
    show_default=True,
    help="With --explain: by how many percent the irritant falls.",
)
@click.option(
    "--points",
    type=click.Choice(POINTS),
    default="answer",
    show_default=True,
    help="Effects in points of the answer, of the NPS, or of a common 0 to 100 scale.",
)
@click.option(
    "--checked",
    type=INPUT,
    help="Contacts that people checked (motif draw-check): corrects reading errors.",
)
@click.option("--min-n", type=click.IntRange(1), help="Scored mentions needed for an effect.")
@format_option
@lang_option
@taxonomy_option
def command(
    workspace: Path | None,
    week: str | None,
    by: str,
    explain: str | None,
    check: bool,
    what_if: float,
    points: Any,
    checked: Path | None,
    min_n: int | None,
    form: str,
    lang: Lang,
    taxonomy: Path | None,
) -> None:  # fmt: skip
    """Rank what irritates customers by what it costs in satisfaction, each with its interval."""
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    if explain is not None:
        labels.irritants[explain]  # an unknown code is answered before any work
    elif check:
        raise InputError("--check needs --explain IRRITANT: it checks one effect")
    checked = checked or settings.checked
    found = read_checked_contacts(checked, labels) if checked else None
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        material = gather(
            reader, labels, week=week, effect_weeks=settings.effect_weeks, points=points
        )
    if material is None:
        upto = f" up to {week}" if week else ""
        raise InputError(f"nothing to rank{upto}: the workspace has no contacts there")
    if found is not None and not found.index.isin(material.contacts["contact_id"]).any():
        raise InputError(
            f"{checked}: none of its {len(found)} contacts is among those ranked: check the "
            "workspace, its weeks and the column contact_id"
        )
    asked = _Asked(material, labels, min_n or settings.min_n, found, form, lang)
    if explain is not None:
        _explain(asked, explain, what_if / 100, check=check)
    else:
        _VIEWS.get(by, _groups(by))(asked)


def _explain(asked: _Asked, irritant: str, share: float, *, check: bool) -> None:
    ranking = rank_material(asked.material, min_n=asked.min_n, checked=asked.checked)
    second = check_irritant(asked.material, irritant) if check else None
    show_explanation(ranking, irritant, asked.taxonomy, asked.lang, share=share, check=second)


def _irritants(asked: _Asked) -> None:
    ranking = rank_material(asked.material, min_n=asked.min_n, checked=asked.checked)
    if asked.form == "json":
        show_json(effects_records(ranking.effects))
    elif asked.form == "csv":
        show_csv(effects_records(ranking.effects))
    else:
        show_ranking(ranking, asked.taxonomy, asked.lang)


def _families(asked: _Asked) -> None:
    found = rank_families(asked.material, asked.taxonomy, min_n=asked.min_n, checked=asked.checked)
    both = found.ranking.merge(found.kano, on="family", how="left")
    asked.show(both, show_families, found)


def _reasons(asked: _Asked) -> None:
    asked.show(rank_by_reason(asked.material, min_n=asked.min_n), show_reasons)


def _pairs(asked: _Asked) -> None:
    asked.show(rank_by_pair(asked.material, min_n=asked.min_n), show_pairs)


def _respondents(asked: _Asked) -> None:
    found = who_answers(asked.material, min_n=asked.min_n)
    asked.show(found.shares, show_respondents, found)


def _groups(column: str) -> Callable[[_Asked], None]:
    def compare(asked: _Asked) -> None:
        asked.show(compare_groups(asked.material, column, min_n=asked.min_n), show_groups)

    return compare


_VIEWS: dict[str, Callable[[_Asked], None]] = {
    "irritant": _irritants,
    "family": _families,
    "reason": _reasons,
    "reason-irritant": _pairs,
    "respondents": _respondents,
}
