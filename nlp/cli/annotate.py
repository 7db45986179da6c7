"""``motif annotate``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.api import load_annotator
from nlp.cli.common import (
    INPUT,
    bundle_option,
    progress_bar,
    taxonomy_option,
)
from nlp.pipeline.stateless import FileReport, annotate_file


@click.command("annotate")
@click.argument("source", metavar="INPUT", type=INPUT)
@click.option("--output", type=INPUT, required=True, help="A .jsonl, .csv or .parquet file.")
@click.option("--redact", "redacted", is_flag=True, help="Write the evidence redacted.")
@bundle_option
@taxonomy_option
def command(
    source: Path, output: Path, redacted: bool, bundle: Path | None, taxonomy: Path | None
) -> None:
    """Annotate a table that has a column 'text' (and optionally 'id' and 'lang').

    OUT holds customers' words as evidence, because that is what was asked for; with
    --redact they are redacted. Offsets count code points of the text that came in.
    """
    annotator = load_annotator(bundle=bundle, taxonomy=taxonomy)
    with progress_bar() as tell:
        report = annotate_file(source, output, annotator, redacted=redacted, on_progress=tell)
    click.echo(f"{output}: {describe(report)}", err=True)


def describe(report: FileReport) -> str:
    """One line that accounts for every row."""
    parts = [f"{report.n_read} rows read, {report.n_written} written"]
    if report.n_broken:
        parts.append(f"{report.n_broken} broken and left out")
    if report.n_without_text:
        parts.append(f"{report.n_without_text} without words")
    if report.n_other_language:
        parts.append(f"{report.n_other_language} neither French nor English")
    return ", ".join(parts)
