"""Load and validate the taxonomies (reasons, irritants, signals), named in both languages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from nlp.errors import TaxonomyError, did_you_mean
from nlp.types import LANGS, Lang

_FILES = {"reason": "reasons.yaml", "irritant": "irritants.yaml", "signal": "signals.yaml"}
_DECLARED_KIND = {"reason": "contact_reason", "irritant": "irritant", "signal": "signal"}


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a taxonomy.

    Attributes:
        code: Stable identifier, ``family.name`` (signals have no family).
        names: Name shown to people, per language.
        definitions: One sentence that says what it covers, per language.
    """

    code: str
    names: dict[Lang, str]
    definitions: dict[Lang, str]

    @property
    def family(self) -> str:
        """Code of the family: what stands before the dot."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class LabelSet:
    """The labels of one kind, in the order of the file.

    Attributes:
        kind: ``reason``, ``irritant`` or ``signal``.
        labels: The labels.
        families: Family names per code and language; empty for signals.
    """

    kind: str
    labels: tuple[Label, ...]
    families: dict[str, dict[Lang, str]]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes in the order of the file."""
        return tuple(label.code for label in self.labels)

    @cached_property
    def _by_code(self) -> dict[str, Label]:
        return {label.code: label for label in self.labels}

    def __getitem__(self, code: str) -> Label:
        """The label of a code; raises :class:`TaxonomyError` with suggestions."""
        try:
            return self._by_code[code]
        except KeyError:
            raise TaxonomyError(
                f"unknown {self.kind} {code!r}: not one of the {len(self.labels)} codes of the "
                f"taxonomy.{did_you_mean(code, self.codes)}"
            ) from None

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Codes of each family, in the order of the file."""
        return {
            family: tuple(code for code in self.codes if code.partition(".")[0] == family)
            for family in self.families
        }

    def name(self, code: str, lang: Lang) -> str:
        """Name of a label or of a family in a language."""
        if code in self.families:
            return self.families[code][lang]
        return self[code].names[lang]


@dataclass(frozen=True)
class Taxonomy:
    """The label sets of a workspace.

    Attributes:
        reasons: Why a customer made contact.
        irritants: What went wrong, as said by the customer.
        signals: What the contact announces (churn, escalation and so on).
    """

    reasons: LabelSet
    irritants: LabelSet
    signals: LabelSet

    @cached_property
    def version(self) -> str:
        """Hash of codes, names and definitions: 12 hexadecimal digits."""
        content = [
            [s.kind, [[x.code, x.names, x.definitions] for x in s.labels], s.families]
            for s in (self.reasons, self.irritants, self.signals)
        ]
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def label_set(self, kind: str) -> LabelSet:
        """The label set of a kind: ``reason``, ``irritant`` or ``signal``."""
        sets = {s.kind: s for s in (self.reasons, self.irritants, self.signals)}
        if kind not in sets:
            raise TaxonomyError(f"unknown label kind {kind!r}: expected one of {', '.join(sets)}")
        return sets[kind]

    def name(self, kind: str, code: str, lang: Lang) -> str:
        """Name of a label in a language; praises are named by their irritant family."""
        return self.label_set("irritant" if kind == "praise" else kind).name(code, lang)


def load_taxonomy(folder: Path) -> Taxonomy:
    """Load ``reasons.yaml``, ``irritants.yaml`` and ``signals.yaml``.

    Args:
        folder: Where the three files lie.

    Returns:
        The validated taxonomy.

    Raises:
        TaxonomyError: A file is missing or unreadable, a code is doubled or has no
            family, or a name or definition misses in French or English.
    """
    sets = {kind: _load_label_set(folder / name, kind) for kind, name in _FILES.items()}
    return Taxonomy(sets["reason"], sets["irritant"], sets["signal"])


def _load_label_set(path: Path, kind: str) -> LabelSet:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TaxonomyError(
            f"{path} does not exist: a taxonomy folder holds {', '.join(_FILES.values())}"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"{path} is not valid UTF-8 YAML: {error}") from error
    if not isinstance(content, dict) or content.get("kind") != _DECLARED_KIND[kind]:
        raise TaxonomyError(f"{path} must declare 'kind: {_DECLARED_KIND[kind]}'")
    families = {
        code: _in_both_languages(names, f"{path}: family {code}")
        for code, names in (content.get("families") or {}).items()
    }
    labels: list[Label] = []
    for item in content.get("labels") or []:
        labels.append(_label(item, families, path, needs_family=kind != "signal"))
    codes = [label.code for label in labels]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    if doubled:
        raise TaxonomyError(f"{path}: code given more than once: {', '.join(doubled)}")
    if not labels:
        raise TaxonomyError(f"{path} has no labels")
    return LabelSet(kind, tuple(labels), families)


def _label(item: Any, families: dict[str, Any], path: Path, *, needs_family: bool) -> Label:
    if not isinstance(item, dict) or not isinstance(item.get("code"), str):
        raise TaxonomyError(f"{path}: a label needs a 'code', got {item!r}")
    code = item["code"]
    family = code.partition(".")[0]
    if needs_family and family not in families:
        raise TaxonomyError(
            f"{path}: {code} belongs to no family; known: {', '.join(families)}."
            f"{did_you_mean(family, families)}"
        )
    where = f"{path}: label {code}"
    return Label(
        code,
        _in_both_languages(item, where),
        _in_both_languages(item.get("definition"), f"{where}, definition"),
    )


def _in_both_languages(texts: Any, where: str) -> dict[Lang, str]:
    if not isinstance(texts, dict):
        raise TaxonomyError(f"{where}: expected a text under each of {', '.join(LANGS)}")
    missing = [lang for lang in LANGS if not isinstance(texts.get(lang), str) or not texts[lang]]
    if missing:
        raise TaxonomyError(f"{where}: no text in {', '.join(missing)}")
    return {lang: str(texts[lang]) for lang in LANGS}
