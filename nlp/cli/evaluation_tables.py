"""What ``motif evaluate`` prints for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from rich import box
from rich.table import Table

from nlp.cli.common import table_console
from nlp.evaluation import (
    KINDS,
    MEASURE_NAMES,
    PART_MEASURES,
    errors_in_words,
    reliability_in_words,
    with_chance,
    with_interval,
)

_WIDTH = 150

_NOTE = (
    "Intervals are 95 %, bootstrap over contacts. Beside a calibration error: what chance alone "
    "gives, its mean and its 95th percentile."
)


def show_evaluation(groups: Mapping[str, Mapping[str, Any]]) -> None:
    """Print what was measured: by language in full, then by part, then what goes wrong.

    Args:
        groups: Of :func:`nlp.pipeline.measuring.measure`.
    """
    langs = {name: group for name, group in groups.items() if "·" not in name}
    parts = {name: group for name, group in groups.items() if "·" in name}
    _show_languages(langs)
    if parts:
        _show_parts(parts)
    _show_lists(langs)
    click.echo(_NOTE)


def _show_languages(langs: Mapping[str, Mapping[str, Any]]) -> None:
    heads = (f"{lang} (n = {group['reason_top1']['n']})" for lang, group in langs.items())
    table = Table("measure", *heads, box=box.SIMPLE)
    for key, name in MEASURE_NAMES.items():
        table.add_row(name, *(with_interval(group.get(key), 3) for group in langs.values()))
        if any("change" in group for group in langs.values()):
            changes = (group.get("change", {}).get(key) for group in langs.values())
            table.add_row("  change", *(with_interval(change, 3, sign=True) for change in changes))
    for kind in KINDS:
        cells = (with_chance(group["calibration"][kind]) for group in langs.values())
        table.add_row(f"expected calibration error, {kind}", *cells)
    table_console(_WIDTH).print(table)


def _show_parts(parts: Mapping[str, Mapping[str, Any]]) -> None:
    table = Table("source, channel or length", "n", *PART_MEASURES.values(), box=box.SIMPLE)
    for name, group in parts.items():
        scores = (with_interval(group.get(key)) for key in PART_MEASURES)
        table.add_row(name, str(group["reason_top1"]["n"]), *scores)
    table_console(_WIDTH).print(table)


def _show_lists(langs: Mapping[str, Mapping[str, Any]]) -> None:
    table = Table("accuracy at confidence, bins of equal counts", "", box=box.SIMPLE)
    for kind in KINDS:
        for lang, group in langs.items():
            table.add_row(f"{kind}, {lang}", reliability_in_words(group["reliability"][kind]))
    table_console(_WIDTH).print(table)
    table = Table("commonest errors", "labelled → given (count)", box=box.SIMPLE)
    for kind in ("reason", "sentiment"):
        for lang, group in langs.items():
            table.add_row(f"{kind}, {lang}", errors_in_words(group["confusions"][kind]))
    table_console(_WIDTH).print(table)
