from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nlp.cli import explore, main
from nlp.errors import InputError, MotifError
from nlp.storage import Workspace

ROOT = Path(__file__).resolve().parents[2]

_WAIT_S = 60  # for a start on a busy machine; no test takes it in full


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return Workspace.open(tmp_path / "workspace", create=True).folder


@pytest.fixture
def taken(socket_enabled):
    """A port on which another program listens."""
    with socket.socket() as listener:
        listener.bind((explore.ADDRESS, 0))
        listener.listen()
        yield listener.getsockname()[1]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((explore.ADDRESS, port)) == 0


def _wait_until(holds, process: subprocess.Popen | None = None) -> None:
    end = time.monotonic() + _WAIT_S
    while not holds():
        assert process is None or process.poll() is None, "ended too soon"
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize(("given", "wished"), [((), []), (("--lang", "fr"), ["--lang", "fr"])])
def test_the_browser_says_the_language_unless_it_is_given(workspace, monkeypatch, given, wished):
    calls = []
    monkeypatch.setattr(explore, "check_port", lambda port: None)
    monkeypatch.setattr(explore, "serve", calls.append)
    main(["explore", "--workspace", str(workspace), *given])
    (call,) = calls
    assert call[call.index("--") + 1 :] == ["--workspace", str(workspace.resolve()), *wished]
    assert call[call.index("--logger.hideWelcomeMessage") + 1] == "true"


def test_a_port_that_is_taken_is_said_before_anything_starts(workspace, taken, capsys, monkeypatch):
    monkeypatch.setattr(explore, "serve", lambda call: pytest.fail("the server was started"))
    with pytest.raises(SystemExit) as end:
        main(["explore", "--workspace", str(workspace), "--port", str(taken)])
    assert end.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith(f"motif: port {taken} is taken by another program: pass --port ")
    assert told.count("\n") == 1
    explore.check_port(int(told.split()[-1]))  # what it proposes can be had


def test_a_port_taken_on_every_address_counts(socket_enabled):
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))  # noqa: S104
        listener.listen()
        with pytest.raises(InputError, match="is taken"):
            explore.check_port(listener.getsockname()[1])


def test_a_free_port_is_no_trouble_and_stays_free(taken):
    with pytest.raises(InputError) as refused:
        explore.check_port(taken)
    free = int(str(refused.value).split()[-1])
    for _ in range(2):
        explore.check_port(free)


_EXPLORE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
from nlp.cli import main
main(["explore", "--no-browser", *sys.argv[1:]])
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_explorer_ends_with_the_command(workspace, taken, number):
    with pytest.raises(InputError) as refused:
        explore.check_port(taken)
    port = int(str(refused.value).split()[-1])
    call = [sys.executable, "-c", _EXPLORE, "--workspace", str(workspace), "--port", str(port)]
    with subprocess.Popen(
        call, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as motif:
        try:
            _wait_until(lambda: _listens(port), motif)
            motif.send_signal(number)
            out, err = motif.communicate(timeout=_WAIT_S)
        finally:
            motif.terminate()
    assert motif.returncode == 0
    assert not _listens(port)
    assert out == ""
    assert err.splitlines() == [
        f"explorer: http://127.0.0.1:{port}  (stop with Ctrl+C)",
        "explorer stopped",
    ]


_STUBBORN = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
draft = pathlib.Path(sys.argv[1] + ".draft")
draft.write_text(str(os.getpid()))
draft.rename(sys.argv[1])
time.sleep(120)
"""


def test_a_server_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(explore, "_GRACE_S", 0.2)
    signed = tmp_path / "pid"

    def stop_once_it_runs() -> None:
        _wait_until(signed.exists)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    other = threading.Thread(target=stop_once_it_runs)
    other.start()
    explore.serve([sys.executable, "-c", _STUBBORN, str(signed)])
    other.join()
    with pytest.raises(ProcessLookupError):
        os.kill(int(signed.read_text()), 0)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_server_that_ends_by_itself_is_an_error():
    with pytest.raises(MotifError, match="ended by itself, with status 3"):
        explore.serve([sys.executable, "-c", "raise SystemExit(3)"])


def test_what_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        code = f"import os, signal; os.kill({os.getpid()}, signal.SIGHUP); raise SystemExit(4)"
        with pytest.raises(MotifError, match="status 4"):
            explore.serve([sys.executable, "-c", code])
    finally:
        signal.signal(signal.SIGHUP, before)
