"""``motif analyze``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.api import analyze_files
from nlp.cli.common import (
    INPUT,
    bundle_option,
    lang_option,
    progress_bar,
    taxonomy_option,
    workspace_option,
)
from nlp.cli.summary import show_mapping, show_ranking, show_report
from nlp.readers import describe_mapping, load_mapping
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy
from nlp.types import Lang


@click.command("analyze")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@workspace_option
@click.option("--mapping", type=INPUT, help="YAML file that ties columns to fields.")
@click.option("--show-mapping", "only_show", is_flag=True, help="Print the mapping and stop.")
@click.option("--id-prefix", default="", help="For files that number their rows anew.")
@taxonomy_option
@bundle_option
@lang_option
def command(
    inputs: tuple[Path, ...],
    workspace: Path | None,
    mapping: Path | None,
    only_show: bool,
    id_prefix: str,
    taxonomy: Path | None,
    bundle: Path | None,
    lang: Lang,
) -> None:
    """Read files or folders, annotate every contact, store it redacted, rank the irritants.

    INPUT: CSV, TSV, XLSX, JSONL or Parquet tables, EML e-mails, call transcripts (JSON or
    TXT), or folders of them. Analysing the same input again changes nothing.
    """
    if only_show:
        columns = load_mapping(mapping) if mapping else None
        for path in inputs:
            show_mapping(path, describe_mapping(path, columns, lang=lang), lang)
        return
    settings = load_settings()
    folder = workspace or settings.workspace
    with progress_bar() as tell:
        report = analyze_files(
            inputs,
            workspace=folder,
            mapping=mapping,
            id_prefix=id_prefix,
            taxonomy=taxonomy,
            bundle=bundle,
            on_progress=tell,
        )
    show_report(report, folder, lang)
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    show_ranking(report.ranking, labels, lang, limit=10)
