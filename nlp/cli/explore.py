"""``motif explore``."""

from __future__ import annotations

import errno
import importlib.util
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from nlp.cli.common import workspace_option
from nlp.errors import InputError, MissingExtraError, MotifError
from nlp.settings import load_settings
from nlp.storage import Workspace
from nlp.types import LANGS

ADDRESS = "127.0.0.1"

_POLL_S = 0.2
"""How often the server is looked at; a signal waits no longer than this."""

_GRACE_S = 5.0
"""Time the server has to end by itself once it is told to."""

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command("explore")
@workspace_option
@click.option(
    "--lang", type=click.Choice(LANGS), help="Language of the screen.  [default: the browser's]"
)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open a browser.")
def command(workspace: Path | None, lang: str | None, port: int, browser: bool) -> None:
    """Open the explorer on this machine's own address, 127.0.0.1."""
    folder = (workspace or load_settings().workspace).resolve()
    Workspace.open(folder)
    if importlib.util.find_spec("streamlit") is None:
        raise MissingExtraError("streamlit", "app")
    check_port(port)
    main = Path(str(importlib.util.find_spec("app").origin)).parent / "main.py"  # type: ignore[union-attr]
    click.echo(f"explorer: http://{ADDRESS}:{port}  (stop with Ctrl+C)", err=True)
    options = {
        "server.address": ADDRESS,
        "server.port": port,
        "server.headless": str(not browser).lower(),
        "server.showEmailPrompt": "false",
        "browser.gatherUsageStats": "false",
        "server.fileWatcherType": "none",
        # Its welcome may propose, on our pages, to install what has nothing to do with them.
        "logger.hideWelcomeMessage": "true",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    call = [sys.executable, "-m", "streamlit", "run", str(main), *flags]
    wished = ("--lang", lang) if lang else ()
    serve([*call, "--", "--workspace", str(folder), *wished])
    click.echo("explorer stopped", err=True)


def check_port(port: int) -> None:
    """Make sure that the explorer can have a port.

    Args:
        port: The port, 1 to 65535.

    Raises:
        InputError: Another program has it, or this user may not have it.
    """
    reason = _refusal(port)
    if reason is None:
        return
    free = next((n for n in range(max(port + 1, 8501), 65536) if _refusal(n) is None), None)
    advice = "pass another --port" if free is None else f"pass --port {free}"
    if reason == errno.EADDRINUSE:
        raise InputError(f"port {port} is taken by another program: {advice}")
    raise InputError(f"port {port} cannot be opened by this user: {advice}")


def serve(call: Sequence[str]) -> None:
    """Run a server until this process is told to stop; the server never outlives it.

    The server gets a session of its own, so that Ctrl+C and signals reach it through this
    process alone and it ends the same way whoever sent them. What it writes on standard
    output is dropped; errors show.

    Args:
        call: Command and arguments of the server.

    Raises:
        MotifError: The server ended without having been told to.
    """
    with _stop_signals() as told:
        server = subprocess.Popen(  # noqa: S603
            call,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while server.poll() is None and not told:
                time.sleep(_POLL_S)
        finally:
            _end(server)
    if not told:
        raise MotifError(
            f"the explorer ended by itself, with status {server.returncode}; "
            "what it said, if anything, stands above"
        )


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """Collect the signals that ask this process to stop, instead of stopping at once."""
    told: list[int] = []
    # A signal that is ignored stays so: nohup means that a closed terminal ends nothing.
    heeded = [number for number in _STOP_SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, lambda got, _: told.append(got)) for number in heeded}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _refusal(port: int) -> int | None:
    """Why the system does not give a port, as its error number; ``None`` where it does."""
    with socket.socket() as probe:
        # As the server does it: connections of an explorer that just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            return error.errno
    return None
