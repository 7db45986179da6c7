"""``motif redact``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.annotate import describe
from nlp.cli.common import INPUT
from nlp.pipeline.stateless import redact_file


@click.command("redact")
@click.argument("source", metavar="INPUT", type=INPUT)
@click.option("--output", type=INPUT, required=True, help="A .jsonl, .csv or .parquet file.")
def command(source: Path, output: Path) -> None:
    """Write a table again with the personal data of its texts replaced by placeholders.

    Only the text columns are redacted; identifiers and other columns stay as they are.
    """
    report = redact_file(source, output)
    click.echo(f"{output}: {describe(report)}; redacted: {', '.join(report.columns)}", err=True)
    if report.untouched:
        click.echo(
            f"left as they are, personal data included: {', '.join(report.untouched)}", err=True
        )
