"""What follows ``--`` on the command line: ``streamlit run app/main.py -- --workspace DIR``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from nlp.errors import InputError
from nlp.settings import load_settings
from nlp.types import LANGS


@dataclass(frozen=True, slots=True)
class Options:
    """How the explorer was started.

    Attributes:
        workspace: Folder of the workspace to show.
        taxonomy: Folder of the taxonomy that names the labels.
        lang: Language asked for; ``None`` leaves it to the browser.
    """

    workspace: Path
    taxonomy: Path
    lang: str | None = None


class _Parser(ArgumentParser):
    """Raises where argparse would end the process, and with it the server."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}. {self.format_usage().strip()}")


def read_options(arguments: Sequence[str]) -> Options:
    """Read the command line; what it leaves out comes from the settings.

    Args:
        arguments: Arguments after the script.

    Returns:
        The options.

    Raises:
        InputError: An option is unknown, lacks its value or has a wrong one.
    """
    settings = load_settings()
    parser = _Parser(prog="streamlit run app/main.py --", add_help=False)
    parser.add_argument("--workspace", type=Path, default=settings.workspace, metavar="DIR")
    parser.add_argument("--taxonomy", type=Path, default=settings.taxonomy, metavar="DIR")
    parser.add_argument("--lang", choices=LANGS)
    given = parser.parse_args(arguments)
    return Options(given.workspace, given.taxonomy, given.lang)
