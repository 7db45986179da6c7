"""Whom a digest is for: everybody in CX, the people of one product, or the direction."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.errors import InputError, did_you_mean
from nlp.storage import ContactFilter
from nlp.types import Audience

_NAMED = 12
"""Products named in a message at most."""


@dataclass(frozen=True, slots=True)
class Scope:
    """An audience and, for ``product``, which one.

    Attributes:
        audience: ``cx`` reads all, ``product`` what concerns one product, ``direction`` ten
            lines.
        product: Name of the product; ``None`` for the other audiences.
    """

    audience: Audience = "cx"
    product: str | None = None

    @property
    def contacts(self) -> ContactFilter:
        """The contacts that it hears of, over all weeks."""
        return ContactFilter(products=() if self.product is None else (self.product,))


def choose_scope(audience: Audience, product: str | None, known: Sequence[str]) -> Scope:
    """Check an audience and its product.

    Args:
        audience: The audience.
        product: The product asked for, if any.
        known: Products of the workspace.

    Returns:
        The scope.

    Raises:
        InputError: The product is missing, unknown, or given to another audience.
    """
    if audience != "product":
        if product is None:
            return Scope(audience)
        raise InputError(
            f"--product {product!r} was given with --audience {audience}: a product belongs to "
            "--audience product"
        )
    there = _listed(known)
    if product is None:
        raise InputError(f"--audience product needs --product: {there}")
    if product not in known:
        raise InputError(f"no product {product!r}: {there}.{did_you_mean(product, known)}")
    return Scope(audience, product)


def file_stem(week: str, scope: Scope, known: Sequence[str] = ()) -> str:
    """Name of a digest's files, without language and ending.

    Args:
        week: ISO week.
        scope: Whom it is for.
        known: Products of the workspace: two that would share a name of file get a code.

    Returns:
        ``digest-2026-W46``, ``digest-2026-W46.direction``,
        ``digest-2026-W46.product-maison-et-telecom``.
    """
    stem = f"digest-{week}"
    if scope.product is None:
        return stem if scope.audience == "cx" else f"{stem}.{scope.audience}"
    name = _plain(scope.product)
    if not name or any(_plain(other) == name for other in known if other != scope.product):
        digest = hashlib.sha256(scope.product.encode()).hexdigest()[:6]
        name = f"{name}-{digest}" if name else digest
    return f"{stem}.product-{name}"


def _listed(known: Sequence[str]) -> str:
    if not known:
        return "the workspace names no product; analyse a file with a column of products"
    more = len(known) - _NAMED
    there = ", ".join(known[:_NAMED])
    return f"the workspace has {there}{f' and {more} more' if more > 0 else ''}"


def _plain(name: str) -> str:
    """A name in small letters and digits with hyphens between; may be empty."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in folded if letter.isascii())
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:60].strip("-")
