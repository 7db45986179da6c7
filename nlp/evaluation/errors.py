"""Which labels are taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def confusions(pairs: Iterable[tuple[str, str]], *, top: int = 20) -> list[tuple[str, str, int]]:
    """The commonest errors.

    Args:
        pairs: Label by people and label given, per contact.
        top: How many errors to keep.

    Returns:
        Label by people, label given and count of the pairs that differ, commonest
        first, then by name.
    """
    counts = Counter((gold, given) for gold, given in pairs if gold != given)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(gold, given, n) for (gold, given), n in ranked[:top]]


def errors_in_words(errors: Sequence[tuple[str, str, int]], *, top: int = 8) -> str:
    """The commonest errors as text.

    Args:
        errors: Of :func:`confusions`.
        top: How many to tell; the text says whether there are others.
    """
    told = ", ".join(f"{gold} → {given} ({n})" for gold, given, n in errors[:top])
    more = " and others" if len(errors) > top else ""
    return f"{told}{more}" if told else "none"
