"""Public labelled sets as labelled contacts: each teaches only what its labels say for sure.

The texts stay where they are; the repository holds labels by set and row
(``data/labels``), never a text.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from nlp.errors import InputError, UnreadableFileError
from nlp.text import prepare_text
from nlp.training.examples import LabelledContact, contact_from_row

_STAR_SENTIMENT = {1: "negative", 5: "positive"}  # 2 to 4 stars may as well be mixed
_TWEET_SENTIMENT = {"neg": "negative", "neu": "neutral", "pos": "positive"}


def row_hash(text: str) -> str:
    """Short digest of a row's text, which tells that a label still meets its text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def read_keyed(labels: Path, texts: Path) -> list[LabelledContact]:
    """Join labels keyed by set and row to the texts of their sets.

    Args:
        labels: JSON Lines with ``set``, ``row``, ``hash`` and labels, evidence as
            code points [start, end) of the raw text; or a folder of them.
        texts: Folder of ``<set>.jsonl.gz``.

    Returns:
        The contacts whose set is there, in order.

    Raises:
        InputError: A row's text is not the one that was labelled.
    """
    wanted: dict[str, dict[int, dict[str, Any]]] = {}
    for path in sorted(labels.glob("*.jsonl")) if labels.is_dir() else [labels]:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            wanted.setdefault(row["set"], {})[row["row"]] = row
    contacts = []
    for name, rows in sorted(wanted.items()):
        path = texts / f"{name}.jsonl.gz"
        if not path.is_file():
            continue
        for number, content in enumerate(_rows(path)):
            label = rows.get(number)
            if label is None:
                continue
            text = content["text"]
            if row_hash(text) != label["hash"]:
                raise InputError(
                    f"{path}, row {number}: not the text that was labelled; take the version of "
                    "the set that the labels were made on"
                )
            evidence = {c: text[a:b] for c, (a, b) in label.get("evidence", {}).items()}
            row = {"source": name, "lang": content["lang"], **label, "text": text}
            row |= {"id": f"{name}:{number}", "evidence": evidence}
            contacts.append(contact_from_row(row, name))
    return contacts


def read_intents(path: Path, reasons: Path) -> list[LabelledContact]:
    """Read a set of intents.

    Args:
        path: ``<set>.jsonl.gz`` with ``text`` and ``intent``, or ``contact_reasons``.
        reasons: YAML: by set, by reason code, the intents that are surely this reason.

    Returns:
        Its training rows: each with its intent, and its reason where that is sure.
    """
    name = path.name.removesuffix(".jsonl.gz")
    mapping = yaml.safe_load(reasons.read_text(encoding="utf-8")).get(name, {})
    sure = {intent: code for code, intents in mapping.items() for intent in intents}
    contacts = []
    for number, row in enumerate(_rows(path)):
        intents = [row["intent"]] if "intent" in row else _conversation_intents(row)
        if (
            not intents
            or intents == ["oos"]
            or not str(row.get("split", "train")).endswith("train")
        ):
            continue
        codes = tuple(dict.fromkeys(sure[i] for i in intents if i in sure))
        # A conversation on two subjects is only sure when all of its subjects are.
        known = codes if codes and all(i in sure for i in intents) and len(codes) <= 3 else None
        contacts.append(
            _partial(
                f"{name}:{number}",
                name,
                row,
                reasons=known,
                intent=_spoken(intents[0]) if len(intents) == 1 else None,
            )
        )
    return contacts


def read_sentiments(path: Path) -> list[LabelledContact]:
    """Read a set that teaches sentiment only: ``sentiment`` neg, neu, pos, or ``stars``.

    Of the stars only 1 and 5 are taken; they are a training signal, never an input.
    """
    name = path.name.removesuffix(".jsonl.gz")
    contacts = []
    for number, row in enumerate(_rows(path)):
        if "stars" in row:
            sentiment = _STAR_SENTIMENT.get(row["stars"])
        else:
            sentiment = _TWEET_SENTIMENT.get(row["sentiment"])
        if sentiment is not None and str(row.get("split", "train")) == "train":
            contacts.append(_partial(f"{name}:{number}", name, row, sentiment=sentiment))
    return contacts


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read translation pairs: a gzip of ``English<TAB>French`` lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) >= 2]


def _conversation_intents(row: Mapping[str, Any]) -> list[str]:
    """Contact reasons of a conversation; rows with slot tags in their place give none."""
    found: list[str] = row.get("contact_reasons") or []
    return [] if any(" " in intent for intent in found) else list(dict.fromkeys(found))


def _spoken(intent: str) -> str:
    return intent.replace("_", " ").rstrip("?").lower()


def _partial(key: str, source: str, row: Mapping[str, Any], **labels: Any) -> LabelledContact:
    text = prepare_text(row["text"], lang=row["lang"]).text
    blank = dict.fromkeys(("reasons", "sentiment", "irritants", "praises", "signals", "intent"))
    return LabelledContact(
        id=key,
        source=source,
        lang=row["lang"],
        channel="",
        text=text,
        mentions=((0, len(text)),),
        evidence={},
        **{**blank, **labels},
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path} is not a gzip of JSON Lines: {error}") from error
