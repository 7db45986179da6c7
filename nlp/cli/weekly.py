"""``motif weekly``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from nlp.api import load_annotator
from nlp.bundle import open_bundle
from nlp.cli.common import (
    FOLDER,
    INPUT,
    bundle_option,
    lang_option,
    progress_lines,
    taxonomy_option,
    workspace_option,
)
from nlp.cli.summary import show_report
from nlp.delivery import read_delivery_settings
from nlp.discovery.libraries import require_discovery
from nlp.errors import MissingExtraError, WorkspaceError
from nlp.inference.annotator import Annotator
from nlp.pipeline.checking import checked_in_settings
from nlp.pipeline.discovering import DiscoveryTools, load_tools
from nlp.readers import load_mapping
from nlp.settings import load_settings
from nlp.storage import CustomerKey, Workspace
from nlp.trends import read_watch_settings
from nlp.types import Lang
from nlp.weekly.findings import Kept
from nlp.weekly.run import AGAIN, Engine, WeeklyOptions, WeeklyReport, run_weekly

_TEXTS: dict[str, dict[Lang, str]] = {
    "nothing_new": {
        "fr": "aucun fichier nouveau ({n} déjà lus)",
        "en": "no new file ({n} read before)",
    },
    "nothing_due": {
        "fr": "aucune semaine à raconter\u00a0: toutes celles qui sont finies l’ont été",
        "en": "no week to tell: all that are over have been told",
    },
    "told": {"fr": "semaine {week}\u00a0: {n} fichiers", "en": "week {week}: {n} files"},
    "too_old": {
        "fr": "semaines trop anciennes pour être rattrapées\u00a0: {weeks} (motif weekly --week "
        "SEMAINE les raconte)",
        "en": "weeks too long ago to be caught up: {weeks} (motif weekly --week WEEK tells them)",
    },
    "nobody": {
        "fr": "rien n’est envoyé\u00a0: motif.toml n’a pas de table [delivery]",
        "en": "nothing is sent: motif.toml has no table [delivery]",
    },
    "no_discovery": {
        "fr": "sujets non recherchés\u00a0: {why}",
        "en": "topics were not looked for: {why}",
    },
}


@click.command("weekly")
@click.argument("inputs", metavar="[INPUT]...", nargs=-1, type=INPUT)
@workspace_option
@click.option(
    "--output", type=FOLDER, help="Folder of the digests.  [default: beside the workspace]"
)
@click.option("--week", help="ISO week to tell, whatever is due.")
@click.option("--mapping", type=INPUT, help="YAML file that ties columns to fields.")
@click.option("--id-prefix", default="", help="For files that number their rows anew.")
@click.option("--send/--no-send", default=True, help="Whether to send.  [default: send]")
@click.option("--resend", is_flag=True, help="Also send what may have been sent before.")
@click.option("--discover/--no-discover", default=True, help="Whether to look for topics.")
@taxonomy_option
@bundle_option
@lang_option
def command(
    inputs: tuple[Path, ...],
    workspace: Path | None,
    output: Path | None,
    week: str | None,
    mapping: Path | None,
    id_prefix: str,
    send: bool,
    resend: bool,
    discover: bool,
    taxonomy: Path | None,
    bundle: Path | None,
    lang: Lang,
) -> None:
    """Do Monday's work: analyse new files, rank, watch, find topics, write and send digests.

    Made for a scheduler: safe to run twice and after a kill, one run at a time; a missed
    week is caught up. Ends with 0 when all is done, 75 when it should be run again later,
    3 when somebody has to look at a message, 1 on an error.
    """
    settings = load_settings()
    folder = workspace or settings.workspace
    delivery = read_delivery_settings(settings.delivery) if send else None
    annotator = load_annotator(settings, bundle=bundle, taxonomy=taxonomy)
    tools, why = _tools(bundle or settings.bundle, annotator) if discover else (None, None)
    engine = Engine(
        annotator=annotator,
        key=CustomerKey.load_or_create(settings.key_file),
        tools=tools,
        delivery=delivery,
        mapping=load_mapping(mapping) if mapping else None,
        checked=checked_in_settings(settings, annotator.taxonomy),
    )
    options = WeeklyOptions(
        today=datetime.now(UTC).astimezone().date(),
        output=output or folder.with_name(f"{folder.name}-digests"),
        week=week,
        send=send,
        resend=resend,
        discover=discover,
        effect_weeks=settings.effect_weeks,
        min_n=settings.min_n,
        id_prefix=id_prefix,
        max_cell_chars=settings.max_cell_chars,
        kept=Kept(
            settings.owners,
            settings.actions,
            settings.topics,
            settings.customers,
            settings.costs,
            settings.key_file,
        ),
        watching=read_watch_settings(settings.watch),
    )
    try:
        with progress_lines() as tell:
            report = run_weekly(
                inputs, Workspace.open(folder, create=True), engine, options, on_progress=tell
            )
    except WorkspaceError as error:
        if "is being written by" not in str(error):
            raise
        click.echo(f"motif: {error}", err=True)
        sys.exit(AGAIN)
    _show(report, folder, lang)
    if why:
        click.echo(_TEXTS["no_discovery"][lang].format(why=why))
    if send and delivery is None:
        click.echo(_TEXTS["nobody"][lang])
    sys.exit(report.status)


def _tools(bundle: Path, annotator: Annotator) -> tuple[DiscoveryTools | None, str | None]:
    """What discovery needs, or why it is left out."""
    try:
        require_discovery()
    except MissingExtraError as error:
        return None, str(error)
    return load_tools(open_bundle(bundle), annotator.taxonomy, annotator), None


def _show(report: WeeklyReport, folder: Path, lang: Lang) -> None:
    if report.analysed:
        show_report(report.analysed, folder, lang)
    else:
        click.echo(_TEXTS["nothing_new"][lang].format(n=report.n_known))
    if not report.weeks:
        click.echo(_TEXTS["nothing_due"][lang])
    for week in report.weeks:
        n = sum(path.parent.name == week for path in report.files)
        click.echo(_TEXTS["told"][lang].format(week=week, n=n))
    if report.too_old:
        click.echo(_TEXTS["too_old"][lang].format(weeks=", ".join(report.too_old)))
    for delivery in report.deliveries:
        for line in delivery.lines():
            click.echo(f"  {line}")
