"""``motif value``."""

from __future__ import annotations

from datetime import datetime
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
from nlp.cli.value_tables import show_value
from nlp.errors import InputError
from nlp.pipeline.value import ValueInputs, measure_value, value_document, value_records
from nlp.settings import load_settings
from nlp.storage import Workspace
from nlp.taxonomy import load_taxonomy
from nlp.types import Lang
from nlp.value import LONGEST_WINDOW, ValueOptions

_DEFAULTS = ValueOptions()


@click.command("value")
@workspace_option
@click.option(
    "--customers",
    type=INPUT,
    help="Table of the customers: revenue, dates of leaving, purchases, sales, risk.",
)
@click.option("--costs", type=INPUT, help="TOML: cost of a contact by channel, margin, service.")
@click.option(
    "--window",
    type=click.IntRange(1, LONGEST_WINDOW),
    default=_DEFAULTS.window_days,
    show_default=True,
    help="Days after a contact within which what a customer does is set against it.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day the customers' file covers.  [default: its last date]",
)
@click.option("--week", help="Last ISO week to cover, such as 2026-W46.  [default: the latest]")
@click.option("--min-n", type=click.IntRange(1), help="Mentions needed for an effect.")
@format_option
@lang_option
@taxonomy_option
def command(
    workspace: Path | None,
    customers: Path | None,
    costs: Path | None,
    window: int,
    until: datetime | None,
    week: str | None,
    min_n: int | None,
    form: str,
    lang: Lang,
    taxonomy: Path | None,
) -> None:
    """Say what contacts cost and bring in, per irritant and for the service, in money.

    Each figure has its 95 % interval and its assumptions; one whose column is missing says
    which column would give it. Customers are recognised by the workspace's keyed hash: the
    file's identifiers are not stored.
    """
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        report = measure_value(
            reader,
            labels,
            inputs=ValueInputs(customers, costs, settings.key_file),
            options=ValueOptions(
                window_days=window,
                observed_until=None if until is None else until.date(),
                min_n=min_n or settings.min_n,
            ),
            week=week,
            period_weeks=settings.effect_weeks,
        )
    if report is None:
        raise InputError("no figures: the workspace has no contacts")
    if form == "json":
        show_json(value_document(report, labels, lang))
    elif form == "csv":
        show_csv(value_records(report, labels, lang))
    else:
        show_value(report, labels, lang)
