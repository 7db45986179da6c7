"""``motif evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from nlp.api import load_annotator
from nlp.bundle import write_manifest
from nlp.cli.common import FOLDER, INPUT, bundle_option, progress_bar, show_json, taxonomy_option
from nlp.cli.evaluation_tables import show_evaluation
from nlp.evaluation import BILINGUAL, FAILURES
from nlp.pipeline.failures import find_failures
from nlp.pipeline.measuring import measure, measure_pairs, read_gold
from nlp.settings import load_settings
from nlp.simulation.corpus import read_corpus


@click.command("evaluate")
@click.argument("gold", nargs=-1, required=True, type=INPUT)
@bundle_option
@taxonomy_option
@click.option("--against", type=FOLDER, help="Folder of another bundle to compare with.")
@click.option("--name", default="held-out contacts", help="What the card calls this set.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option("--card", is_flag=True, help="Write metrics.json and the card into the bundle.")
@click.option(
    "--pairs",
    type=INPUT,
    help="Translation pairs (English, tab, French; gzip): how near the two languages lie.",
)
@click.option("--failures", is_flag=True, help="Add what the bundle reads wrongly in our corpus.")
def command(
    gold: tuple[Path, ...],
    bundle: Path | None,
    taxonomy: Path | None,
    against: Path | None,
    name: str,
    form: str,
    card: bool,
    pairs: Path | None,
    failures: bool,
) -> None:
    """Score a bundle on contacts labelled by people, with bootstrap intervals.

    GOLD: JSON Lines with text, lang, reason, reasons, sentiment, irritants, signals, and
    optionally the source of each row.
    """
    rows = [row for path in gold for row in read_gold(path)]
    annotator = load_annotator(bundle=bundle, taxonomy=taxonomy)
    other = load_annotator(bundle=against, taxonomy=taxonomy) if against else None
    with progress_bar() as tell:
        groups = measure(rows, annotator, against=other, on_progress=tell)
    measured: dict[str, Any] = {name: groups}
    if pairs:
        measured[BILINGUAL] = measure_pairs(_read_pairs(pairs), annotator)
    if failures:
        corpus = read_corpus(load_settings().corpus, annotator.taxonomy)
        with progress_bar() as tell:
            measured[FAILURES] = find_failures(corpus, annotator, on_progress=tell)
    if form == "json":
        show_json(measured)
    else:
        show_evaluation(groups)
    if card:
        write_card(bundle or load_settings().bundle, measured)


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    from nlp.training.public_sets import read_pairs

    return read_pairs(path)


def write_card(folder: Path, measured: dict[str, Any]) -> None:
    """Add measured sets to a bundle's ``metrics.json`` and render its card anew."""
    from nlp.training.card import render_card

    path = folder / "metrics.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = json.dumps({**known, **measured}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(render_card(folder), encoding="utf-8")
    write_manifest(folder)
    click.echo(f"wrote {path} and the card beside it", err=True)
