"""Who answers for an irritant: a small file that people keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlp.errors import InputError, did_you_mean
from nlp.taxonomy import Taxonomy

OTHERS = "*"
"""Stands for every product that is not named."""


@dataclass(frozen=True)
class Owners:
    """Owners per irritant or family, and per product where they differ.

    Attributes:
        by_code: For each code, the owner per product; :data:`OTHERS` for the rest.
    """

    by_code: Mapping[str, Mapping[str, str]]

    def of(self, code: str, product: str | None = None) -> str | None:
        """Who answers for an irritant.

        Args:
            code: The irritant.
            product: For which product; ``None``: whatever the product.

        Returns:
            The irritant's own owner, else its family's; one of that product goes first.
            Whatever the product, where only products have owners, all of them by product:
            ``Ana (Box), Li (Mobile)``. ``None`` if nobody is named.
        """
        named = [self.by_code.get(key, {}) for key in (code, code.partition(".")[0])]
        for key in (product, OTHERS):
            for owners in named:
                if key is not None and key in owners:
                    return owners[key]
        if product is None:
            for owners in named:
                if owners:
                    return ", ".join(f"{name} ({of})" for of, name in owners.items())
        return None


def load_owners(path: Path, taxonomy: Taxonomy, products: Iterable[str] | None = None) -> Owners:
    """Read a file of owners.

    ::

        delivery: Jeanne Martin          # a family of irritants
        refund.late:                     # or one irritant, here per product
          Box: Karim Diallo
          "*": Refund desk               # all other products

    Args:
        path: The file, YAML.
        taxonomy: Names the irritants and families.
        products: Products of the workspace; ``None`` does not check them.

    Returns:
        The owners.

    Raises:
        InputError: The file is missing or not YAML, names an unknown irritant, family or
            product, or an owner is no text.
    """
    content = read_yaml(path)
    if content is None:
        return Owners({})
    if not isinstance(content, dict):
        raise InputError(
            f"{path}: expected lines such as 'delivery: Jeanne Martin', got "
            f"{type(content).__name__}"
        )
    codes = (*taxonomy.irritants.codes, *taxonomy.irritants.families)
    known = None if products is None else tuple(products)
    by_code = {}
    for code, given in content.items():
        if code not in codes:
            raise InputError(
                f"{path}: {code!r} is neither an irritant nor a family of irritants."
                f"{did_you_mean(str(code), codes)}"
            )
        by_code[str(code)] = _per_product(path, str(code), given, known)
    return Owners(by_code)


def read_yaml(path: Path) -> Any:
    """Read a YAML file that people keep.

    Raises:
        InputError: It is missing, unreadable or not YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path} does not exist") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid UTF-8 YAML: {error}") from error


def _per_product(
    path: Path, code: str, given: Any, known: tuple[str, ...] | None
) -> dict[str, str]:
    owners = given if isinstance(given, dict) else {OTHERS: given}
    checked = {}
    for product, owner in owners.items():
        if not isinstance(owner, str) or not owner.strip():
            raise InputError(
                f"{path}: the owner of {code} must be a name, or names per product, got {owner!r}"
            )
        if known is not None and product != OTHERS and product not in known:
            raise InputError(
                f"{path}: {code} names an owner for {product!r}, which is no product of the "
                f"workspace.{did_you_mean(str(product), known)} {OTHERS!r} stands for all others."
            )
        checked[str(product)] = owner.strip()
    return checked
