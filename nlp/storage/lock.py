"""One writer at a time."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nlp.errors import WorkspaceError


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold a workspace's write lock.

    The lock is the kernel's, on the file, so that it ends with the process that holds
    it, however that process ends: a file left behind by a killed run locks nothing.
    What is written in the file only serves to name the holder. The file is never
    deleted: two writers could otherwise hold locks on two files of one name.

    Args:
        path: The lock file; made if missing.

    Yields:
        Nothing; the lock is held inside the block.

    Raises:
        WorkspaceError: Another writer holds it, here or in another process, or the
            folder cannot be written.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WorkspaceError(
            f"cannot write to the workspace {path.parent}: {error.strerror}. "
            "Give yourself write access to the folder, or use another --workspace."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkspaceError(
                f"the workspace {path.parent} is being written by {_holder(path)}. "
                "Wait until that run ends, or use another --workspace; readers are not affected."
            ) from None
        _sign(handle)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _sign(handle: int) -> None:
    os.ftruncate(handle, 0)
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    os.write(handle, json.dumps(holder).encode())


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"  # it has the lock and has not signed yet
