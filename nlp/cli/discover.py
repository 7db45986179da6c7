"""``motif discover``."""

from __future__ import annotations

from pathlib import Path

import click
from rich import box
from rich.table import Table

from nlp.api import load_annotator
from nlp.bundle import open_bundle
from nlp.cli.common import (
    INPUT,
    bundle_option,
    lang_option,
    progress_lines,
    table_console,
    taxonomy_option,
)
from nlp.discovery.settings import METHODS, MIN_MENTIONS, DiscoverySettings, Method
from nlp.formatting import number, share
from nlp.pipeline.discovering import (
    DiscoveryReport,
    discover_source,
    load_tools,
    read_source,
)
from nlp.settings import load_settings
from nlp.types import Lang

_DEFAULTS = DiscoverySettings()
_SHOWN = 20

_TEXTS: dict[str, dict[Lang, str]] = {
    "head_id": {"fr": "n°", "en": "no."},
    "head_name": {"fr": "sujet", "en": "topic"},
    "head_size": {"fr": "mentions", "en": "mentions"},
    "head_share": {"fr": "part", "en": "share"},
    "head_langs": {"fr": "en français", "en": "in French"},
    "head_near": {"fr": "le plus proche dans la taxonomie", "en": "nearest in the taxonomy"},
    "new": {"fr": "nouvel irritant\u202f?", "en": "new irritant?"},
    "rows": {
        "fr": "{rows} lignes lues\u00a0: {assigned} dans {topics} sujets, {out} sans sujet "
        "({share}), {empty} sans texte.",
        "en": "{rows} rows read: {assigned} in {topics} topics, {out} without a topic ({share}), "
        "{empty} without text.",
    },
    "broken": {
        "fr": "{n} lignes illisibles, laissées de côté.",
        "en": "{n} broken rows left out.",
    },
    "twice": {
        "fr": "{n} lignes portent un identifiant déjà vu\u00a0: elles sont écrites à leur place.",
        "en": "{n} rows bear an id seen before: they are written in their place.",
    },
    "few": {
        "fr": "Moins de {n} lignes avec du texte\u00a0: trop peu pour y chercher des sujets.",
        "en": "Fewer than {n} rows with text: too few to look for topics in.",
    },
    "more": {
        "fr": "et {n} autres sujets dans {file}",
        "en": "and {n} other topics in {file}",
    },
    "fitted": {
        "fr": "Sujets établis sur un échantillon de {n} lignes\u00a0; le reste y est rattaché.",
        "en": "Topics were found on a sample of {n} rows; the others were assigned to them.",
    },
}


@click.command("discover")
@click.argument("source", metavar="INPUT", type=INPUT)
@click.option("--output", type=INPUT, required=True, help="A .jsonl, .csv or .parquet file.")
@click.option(
    "--unassigned",
    type=click.FloatRange(0, 100),
    default=100 * _DEFAULTS.max_unassigned_share,
    show_default=True,
    help="Percentage of the rows that may stay without a topic.",
)
@click.option(
    "--topics", type=click.IntRange(1), help="How many at most.  [default: by the number of rows]"
)
@click.option("--seed", type=int, default=_DEFAULTS.seed, show_default=True)
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default=_DEFAULTS.method,
    show_default=True,
    help="link: fine topics; density: UMAP and HDBSCAN.",
)
@bundle_option
@taxonomy_option
@lang_option
def command(
    source: Path,
    output: Path,
    unassigned: float,
    topics: int | None,
    seed: int,
    method: Method,
    bundle: Path | None,
    taxonomy: Path | None,
    lang: Lang,
) -> None:
    """Find topics in a table that has a column 'text' (and optionally 'id' and 'lang').

    OUT holds the topic of every row, in order, "-1" for none; the topics themselves go
    beside it, to OUT.topics.jsonl. The same rows and seed give the same topics.
    """
    settings = DiscoverySettings(
        seed=seed, method=method, max_unassigned_share=unassigned / 100, n_topics=topics
    )
    given = read_source(source, output)
    annotator = load_annotator(bundle=bundle, taxonomy=taxonomy)
    opened = open_bundle(bundle or load_settings().bundle)
    tools = load_tools(opened, annotator.taxonomy, annotator)
    with progress_lines() as tell:
        report = discover_source(given, annotator, tools, settings, on_progress=tell)
    _show(report, lang)


def _show(report: DiscoveryReport, lang: Lang) -> None:
    found = report.found
    if found.topics:
        table = Table(
            *(_TEXTS[f"head_{c}"][lang] for c in ("id", "name", "size", "share", "langs", "near")),
            box=box.SIMPLE,
        )
        for topic in found.topics[:_SHOWN]:
            near = topic.nearest
            words = "" if near is None else near.names[lang]
            if topic.is_new_irritant:
                words = _TEXTS["new"][lang]
            table.add_row(
                topic.topic_id,
                topic.labels[lang],
                number(topic.size, lang),
                share(topic.share, lang, digits=0),
                share(topic.languages["fr"], lang, digits=0),
                words,
            )
        table_console(110).print(table)
    for line in summary_lines(report, lang):
        click.echo(line, err=True)


def summary_lines(report: DiscoveryReport, lang: Lang) -> list[str]:
    """What accounts for every row, in a language."""
    found, bucket = report.found, report.found.unassigned
    lines = []
    if len(found.topics) > _SHOWN:
        left = number(len(found.topics) - _SHOWN, lang)
        lines.append(_TEXTS["more"][lang].format(n=left, file=report.topics_file))
    counts = {
        "rows": report.n_read,
        "assigned": sum(topic.size for topic in found.topics),
        "topics": len(found.topics),
        "out": bucket.size,
        "empty": bucket.n_without_words,
    }
    shown = {name: number(value, lang) for name, value in counts.items()}
    lines.append(_TEXTS["rows"][lang].format(**shown, share=share(bucket.share, lang, digits=0)))
    n_readable = len(found.mention_ids) - bucket.n_without_words
    if n_readable < MIN_MENTIONS:
        lines.append(_TEXTS["few"][lang].format(n=MIN_MENTIONS))
    if found.n_fitted < n_readable:
        lines.append(_TEXTS["fitted"][lang].format(n=number(found.n_fitted, lang)))
    for name, n in (("broken", report.n_broken), ("twice", report.n_stated_twice)):
        if n:
            lines.append(_TEXTS[name][lang].format(n=number(n, lang)))
    return lines
