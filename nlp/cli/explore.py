"""``motif explore``."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import click

from nlp.cli.common import lang_option, workspace_option
from nlp.errors import MissingExtraError
from nlp.settings import load_settings
from nlp.storage import Workspace


@click.command("explore")
@workspace_option
@lang_option
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open a browser.")
def command(workspace: Path | None, lang: str, port: int, browser: bool) -> None:
    """Open the explorer on this machine's own address, 127.0.0.1."""
    folder = (workspace or load_settings().workspace).resolve()
    Workspace.open(folder)
    if importlib.util.find_spec("streamlit") is None:
        raise MissingExtraError("streamlit", "app")
    main = Path(str(importlib.util.find_spec("app").origin)).parent / "main.py"  # type: ignore[union-attr]
    click.echo(f"explorer: http://127.0.0.1:{port}  (stop with Ctrl+C)", err=True)
    options = {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": str(not browser).lower(),
        "browser.gatherUsageStats": "false",
        "server.fileWatcherType": "none",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    call = [sys.executable, "-m", "streamlit", "run", str(main), *flags]
    sys.exit(subprocess.call([*call, "--", "--workspace", str(folder), "--lang", lang]))  # noqa: S603
