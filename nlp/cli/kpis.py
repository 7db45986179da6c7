"""``motif kpis``."""

from __future__ import annotations

from pathlib import Path

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
from nlp.cli.kpi_tables import show_kpis
from nlp.errors import InputError
from nlp.kpis import DIMENSIONS, Basis, KpiOptions
from nlp.pipeline.kpis import KpiInputs, kpi_document, kpi_records, measure_kpis
from nlp.settings import load_settings
from nlp.storage import Workspace
from nlp.taxonomy import load_taxonomy
from nlp.types import Lang

_DEFAULTS = KpiOptions()


@click.command("kpis")
@workspace_option
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(DIMENSIONS),
    help="One line per value; give it again to cross.",
)
@click.option("--week", help="Only this ISO week, such as 2026-W46.  [default: all contacts]")
@click.option(
    "--window-days",
    type=click.FloatRange(0, min_open=True),
    default=_DEFAULTS.window_days,
    show_default=True,
    help="Days within which a contact is a repeat.",
)
@click.option(
    "--answer-within",
    type=click.FloatRange(0, min_open=True),
    default=_DEFAULTS.answer_within_s,
    show_default=True,
    help="Seconds within which to answer.",
)
@click.option(
    "--reply-within",
    type=click.FloatRange(0, min_open=True),
    default=_DEFAULTS.reply_within_s / 3600,
    show_default=True,
    help="Hours within which to reply.",
)
@click.option(
    "--target",
    type=click.FloatRange(0, 100, min_open=True),
    default=100 * _DEFAULTS.target,
    show_default=True,
    help="Percentage that should be within them.",
)
@click.option(
    "--handling",
    type=click.Choice(["contact", "request"]),
    help="What handling times measure.  [default: by the column's header]",
)
@click.option(
    "--response",
    type=click.Choice(["contact", "request"]),
    help="What response times measure.  [default: by the column's header]",
)
@click.option("--activity", type=INPUT, help="Table of the orders and bookings of each week.")
@click.option("--codes", type=INPUT, help="YAML that ties reasons keyed in to the taxonomy's.")
@format_option
@lang_option
@taxonomy_option
def command(
    workspace: Path | None,
    by: tuple[str, ...],
    week: str | None,
    window_days: float,
    answer_within: float,
    reply_within: float,
    target: float,
    handling: Basis | None,
    response: Basis | None,
    activity: Path | None,
    codes: Path | None,
    form: str,
    lang: Lang,
    taxonomy: Path | None,
) -> None:
    """Compute the KPIs, each with its definition, its n and its 95 % interval."""
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    options = KpiOptions(
        window_days=window_days,
        answer_within_s=answer_within,
        reply_within_s=3600 * reply_within,
        target=target / 100,
    )
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        report = measure_kpis(
            reader,
            labels,
            by=by,
            week=week,
            options=options,
            inputs=KpiInputs(handling, response, activity, codes),
        )
    if report is None:
        raise InputError("no KPIs: the workspace has no contacts")
    if form == "json":
        show_json(kpi_document(report, lang))
    elif form == "csv":
        show_csv(kpi_records(report, lang))
    else:
        show_kpis(report, labels, week, lang)
