"""What the commands share: options, the loaded model, progress."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from nlp.errors import MissingExtraError
from nlp.types import LANGS

INPUT = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)

workspace_option = click.option(
    "--workspace", type=FOLDER, help="Folder of the store.  [default: workspace]"
)
taxonomy_option = click.option(
    "--taxonomy", type=FOLDER, help="Folder of reasons.yaml, irritants.yaml and signals.yaml."
)
bundle_option = click.option("--bundle", type=FOLDER, help="Folder of the model bundle.")
lang_option = click.option(
    "--lang", type=click.Choice(LANGS), default="en", show_default=True, help="Language of output."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)


def require_training() -> None:
    """Check that the extra ``train`` is there.

    Raises:
        MissingExtraError: It is not.
    """
    if importlib.util.find_spec("torch") is None:
        raise MissingExtraError("torch", "train")


@contextmanager
def progress_lines(every_s: float = 60.0) -> Iterator[Callable[[str, int, int], None]]:
    """Show the progress of long work: a bar on a terminal, a line a minute in a log.

    Args:
        every_s: Seconds between the lines of a stage.

    Yields:
        A function that takes the stage, what is done and the total.
    """
    if Console(stderr=True).is_terminal:
        with progress_bar() as tell_bar:
            yield tell_bar
        return
    last: tuple[str, float] = ("", 0.0)

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if stage != last[0] or now - last[1] >= every_s:
            last = (stage, now)
            click.echo(f"{stage} {done:,} of {total:,}" if total else stage, err=True)

    yield tell


def table_console(width: int) -> Console:
    """What tables are printed on: as wide as the terminal, ``width`` where there is none."""
    console = Console()
    return console if console.is_terminal else Console(width=width)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show progress on standard error: stage, rate and time left.

    Yields:
        A function that takes the stage, what is done and the total.
    """
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    bar.update(task, completed=bar.tasks[task].total)
                tasks[stage] = bar.add_task(stage, total=total or None, rate="")
            speed = bar.tasks[tasks[stage]].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            bar.update(tasks[stage], completed=done, total=total or None, rate=rate)

        yield tell


def show_json(content: Any) -> None:
    """Print JSON on standard output."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1, default=str))


def show_csv(records: Sequence[dict[str, Any]]) -> None:
    """Print records as CSV on standard output, formulas defused."""
    import io

    from nlp.pipeline.output import write_csv

    stream = io.StringIO()
    write_csv(records, list(records[0]) if records else [], stream)
    click.echo(stream.getvalue(), nl=False)
