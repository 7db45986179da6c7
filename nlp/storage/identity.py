"""Pseudonyms of customers: a keyed hash whose key never lies beside the data."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from nlp.errors import WorkspaceError
from nlp.storage.layout import MARKER

_KEY_BYTES = 32
_PSEUDONYM_BYTES = 16


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """The secret that turns identifiers into pseudonyms.

    Without it a pseudonym cannot be checked against a list of known e-mail addresses;
    with another key the same customer gets another pseudonym.

    Attributes:
        secret: 32 bytes.
    """

    secret: bytes = field(repr=False)

    @classmethod
    def load_or_create(cls, path: Path) -> CustomerKey:
        """Load the key, or make one at first use.

        A new key is 32 random bytes in a file that only its owner can read.

        Args:
            path: The key file, outside every workspace.

        Returns:
            The key.

        Raises:
            WorkspaceError: The path lies inside a workspace, the file is not a key, others
                may read it, or it cannot be read or made.
        """
        path = path.expanduser().absolute()
        _refuse_inside_workspace(path)
        try:
            if not path.exists():
                _create(path)
            return cls(_load(path))
        except OSError as error:
            raise WorkspaceError(
                f"the customer key {path} cannot be read or made: {error.strerror}. "
                "Set key_file (MOTIF_KEY_FILE) to a place you can write."
            ) from error

    def pseudonym(self, identifier: str) -> str:
        """Pseudonym of a customer (or adviser).

        Case, outer whitespace and Unicode compatibility forms make no difference.

        Args:
            identifier: Account number, e-mail address, name... as read; not blank.

        Returns:
            32 hexadecimal digits.

        Raises:
            ValueError: The identifier is blank: all who have none would become one person.
        """
        normal = unicodedata.normalize("NFKC", identifier).strip().casefold()
        if not normal:
            raise ValueError("a blank identifier has no pseudonym; store null instead")
        return hashlib.blake2b(
            normal.encode(), key=self.secret, digest_size=_PSEUDONYM_BYTES
        ).hexdigest()


def _refuse_inside_workspace(path: Path) -> None:
    for folder in path.resolve().parents:
        if (folder / MARKER).exists():
            raise WorkspaceError(
                f"the customer key {path} lies inside the workspace {folder}: whoever gets the "
                "data would get the key. Set key_file (MOTIF_KEY_FILE) to a place outside it."
            )


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{uuid4().hex}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces a key that another process has just made.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def _load(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise WorkspaceError(
            f"others than you may read the customer key {path}; run: chmod 600 {path}"
        )
    secret = path.read_bytes()
    if len(secret) != _KEY_BYTES:
        raise WorkspaceError(
            f"{path} is not a customer key: expected {_KEY_BYTES} bytes, found {len(secret)}. "
            "Restore it from a backup; a new key would make every known customer a new one."
        )
    return secret
