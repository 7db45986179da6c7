"""Every exception Motif raises on purpose.

    MotifError                     something went wrong that a person can act on
    ├── InputError                 the user's file, mapping or option is at fault (exit status 1)
    │   ├── UnreadableFileError    the file is not what it claims: binary, empty, corrupt
    │   ├── MappingError           no text column, or a mapping that names what is not there
    │   └── TaxonomyError          a taxonomy file breaks its own rules, or a code is unknown
    ├── WorkspaceError             the store is missing, locked or of another version
    ├── BundleError                the model bundle is missing, broken or foreign
    ├── EstimationError            an estimate was asked for that the data cannot carry
    └── MissingExtraError          an optional dependency is not installed

The command line turns each of them into one message without a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class MotifError(Exception):
    """Something went wrong that a person can act on; the message says how."""


class InputError(MotifError):
    """The user's file, mapping or option is at fault."""


class UnreadableFileError(InputError):
    """A file is not what its name claims, or cannot be opened."""


class MappingError(InputError):
    """The columns of a table cannot be tied to Motif's fields."""


class TaxonomyError(InputError):
    """A taxonomy file is invalid, or a code does not exist in it."""


class WorkspaceError(MotifError):
    """A workspace is missing, locked, or written by an incompatible version."""


class BundleError(MotifError):
    """A model bundle is missing, broken, or not one of Motif's."""


class EstimationError(MotifError):
    """An estimate was asked for that the data cannot carry."""


class MissingExtraError(MotifError):
    """An optional dependency is not installed.

    Args:
        package: What could not be imported.
        extra: The extra of ``motif-cx`` that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed; it comes with the extra {extra!r}: "
            f"pip install 'motif-cx[{extra}]'"
        )


def did_you_mean(given: str, known: Iterable[str], *, n: int = 3) -> str:
    """Suggest the known words closest to a wrong one.

    Args:
        given: What the user wrote.
        known: The words that would have been accepted.
        n: How many suggestions at most.

    Returns:
        `` Did you mean a, b or c?`` with a leading space, or an empty string
        when nothing comes near.
    """
    close = get_close_matches(given, list(known), n=n, cutoff=0.6)
    if not close:
        return ""
    head, last = ", ".join(close[:-1]), close[-1]
    return f" Did you mean {head} or {last}?" if head else f" Did you mean {last}?"
