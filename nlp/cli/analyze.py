"""``motif analyze``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import (
    INPUT,
    bundle_option,
    lang_option,
    load_annotator,
    progress_bar,
    taxonomy_option,
    workspace_option,
)
from nlp.cli.summary import show_mapping, show_report, show_stored_ranking
from nlp.pipeline.analysis import analyze
from nlp.readers import describe_mapping, load_mapping
from nlp.settings import load_settings
from nlp.storage import CustomerKey, Workspace
from nlp.types import Lang


@click.command("analyze")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@workspace_option
@click.option("--mapping", type=INPUT, help="YAML file that ties columns to fields.")
@click.option("--show-mapping", "only_show", is_flag=True, help="Print the mapping and stop.")
@taxonomy_option
@bundle_option
@lang_option
def command(
    inputs: tuple[Path, ...],
    workspace: Path | None,
    mapping: Path | None,
    only_show: bool,
    taxonomy: Path | None,
    bundle: Path | None,
    lang: Lang,
) -> None:
    """Read files or folders, annotate every contact, store it redacted, rank the irritants.

    INPUT: CSV, TSV, XLSX, JSONL or Parquet tables, EML e-mails, call transcripts (JSON or
    TXT), or folders of them. Analysing the same input again changes nothing.
    """
    settings = load_settings()
    columns = load_mapping(mapping) if mapping else None
    if only_show:
        for path in inputs:
            show_mapping(path, describe_mapping(path, columns, lang=lang), lang)
        return
    annotator = load_annotator(settings, bundle, taxonomy)
    store = Workspace.open(workspace or settings.workspace, create=True)
    with progress_bar() as tell:
        report = analyze(
            inputs,
            store,
            annotator,
            CustomerKey.load_or_create(settings.key_file),
            mapping=columns,
            max_cell_chars=settings.max_cell_chars,
            effect_weeks=settings.effect_weeks,
            min_n=settings.min_n,
            on_progress=tell,
        )
    show_report(report, store.folder, lang)
    show_stored_ranking(store, annotator.taxonomy, lang, limit=10)
