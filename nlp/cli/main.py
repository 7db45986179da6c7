"""The command ``motif`` and how it ends."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from nlp.errors import MotifError

_COMMANDS = {
    "analyze": ("nlp.cli.analyze", "Read, annotate, store and rank contacts."),
    "annotate": ("nlp.cli.annotate", "Annotate a table without a workspace."),
    "rank": ("nlp.cli.rank", "Rank the irritants of a workspace."),
    "draw-check": ("nlp.cli.draw_check", "Draw contacts for people to check."),
    "kpis": ("nlp.cli.kpis", "Compute the KPIs of a workspace."),
    "value": ("nlp.cli.value", "Say what contacts cost and bring in, in money."),
    "digest": ("nlp.cli.digest", "Write the digest of a week."),
    "discover": ("nlp.cli.discover", "Find topics in a table without a workspace."),
    "weekly": ("nlp.cli.weekly", "Do Monday's work, for a scheduler."),
    "explore": ("nlp.cli.explore", "Open the explorer in a browser."),
    "redact": ("nlp.cli.redact", "Redact the texts of a table."),
    "train": ("nlp.cli.train", "Train a model bundle."),
    "calibrate": ("nlp.cli.calibrate", "Fit a bundle's decision rules anew."),
    "leave-out": ("nlp.cli.leave_out", "Measure how a sector never shown is read."),
    "ablate": ("nlp.cli.ablate", "Measure what each source of a recipe gives."),
    "evaluate": ("nlp.cli.evaluate", "Score a bundle on labelled contacts."),
}


class _LazyGroup(click.Group):
    """Imports a command when it is called: ``motif --help`` loads no model library."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="motif-cx", prog_name="motif")
def _motif() -> None:
    """Reads customer verbatims in French and English and ranks what irritates customers."""


def main(args: list[str] | None = None) -> Any:
    """Run the command line.

    Args:
        args: Arguments; those of the process by default.
    """
    try:
        _motif(args, prog_name="motif", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except MotifError as error:
        click.echo(f"motif: {error}", err=True)
        sys.exit(1)
    except (
        BrokenPipeError
    ):  # the reader of our output has gone: nothing to say, nobody to say it to
        sys.exit(1)
