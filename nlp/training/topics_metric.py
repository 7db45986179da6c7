"""Give a bundle the metric that discovery compares mentions with.

It is learnt on the finished encoder, from sets whose fine classes are known: the intents
of one trade, which differ in what people want and share everything else, and reviews
whose topics were labelled, in both languages (``data/labels/topics``). ``motif train`` does
it last where the recipe names the sets (``topics``); for a bundle that is there already:

    python -m nlp.training.topics_metric models/motif-base $MOTIF_TRAINING_DATA/datasets
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.bundle import open_bundle, write_manifest
from nlp.discovery.space import FineClasses, Floats, learn_metric, save_metric
from nlp.errors import InputError
from nlp.inference.session import EncoderSession
from nlp.text import prepare_text
from nlp.training.public_sets import read_intents, row_hash
from nlp.training.topics_refining import refine_metric

_PER_CLASS = 12
_FEWEST_TEXTS = 200
_LABELS = Path(__file__).resolve().parents[2] / "data" / "labels"
_INTENTS = "banking77"


@dataclass(frozen=True)
class FineTexts:
    """Texts whose fine classes are known.

    Attributes:
        texts: The texts.
        classes: The class of each.
        groups: The group of each: classes were told apart within a group only.
    """

    texts: Sequence[str]
    classes: Sequence[str]
    groups: Sequence[str]


@dataclass(frozen=True)
class EncodedTexts:
    """:class:`FineTexts` as a bundle's encoder reads them.

    Attributes:
        known: Vectors and classes.
        groups: (texts,), the group of each.
    """

    known: FineClasses
    groups: npt.NDArray[np.generic]

    def tables(self) -> list[FineClasses]:
        """The texts of each group on their own, by name of the group."""
        return [self._of(self.groups == group) for group in np.unique(self.groups)]

    def without(self, groups: Sequence[str]) -> EncodedTexts:
        """The texts of all other groups."""
        kept = ~np.isin(self.groups, list(groups))
        return EncodedTexts(self._of(kept), self.groups[kept])

    def _of(self, rows: npt.NDArray[np.bool_]) -> FineClasses:
        return FineClasses(self.known.vectors[rows], self.known.classes[rows])


def add_topics_metric(folder: Path, sets: Sequence[FineTexts], *, threads: int = 0) -> Path:
    """Learn the metric on a bundle's own vectors, write it and seal the bundle again.

    Args:
        folder: A finished bundle.
        sets: Texts with their classes.
        threads: CPU threads of the encoder; 0 takes every core.

    Returns:
        The file written.

    Raises:
        BundleError: The folder is no bundle.
        InputError: A set has fewer than 200 texts to learn on.
    """
    path = save_metric(learn_topics_metric(encode_sets(folder, sets, threads=threads)), folder)
    write_manifest(folder)
    return path


def encode_sets(folder: Path, sets: Sequence[FineTexts], *, threads: int = 0) -> list[EncodedTexts]:
    """Encode the texts that the metric is learnt on.

    Args:
        folder: A finished bundle.
        sets: Texts with their classes.
        threads: CPU threads; 0 takes every core.

    Returns:
        The sets as the bundle's encoder reads them, in order.

    Raises:
        BundleError: The folder is no bundle.
        InputError: A set has fewer than 200 texts to learn on.
    """
    for given in sets:
        sizes = Counter(given.classes)
        if (n := sum(size for size in sizes.values() if size > 1)) < _FEWEST_TEXTS:
            raise InputError(
                f"the metric of topics needs at least {_FEWEST_TEXTS} texts of classes that have "
                f"two or more, got {n}"
            )
    session = EncoderSession.of(open_bundle(folder), threads=threads)
    encoded = []
    for given in sets:
        read = session.encode(given.texts, [[] for _ in given.texts])
        vectors = np.stack([each.contact for each in read])
        known = FineClasses(vectors, np.array(given.classes))
        encoded.append(EncodedTexts(known, np.array(given.groups)))
    return encoded


def learn_topics_metric(sets: Sequence[EncodedTexts]) -> Floats:
    """Learn the metric: what varies within classes is shrunk, then classes are drawn apart.

    Args:
        sets: Encoded texts with their classes.

    Returns:
        float32 (dim, dim), for :func:`nlp.discovery.discover.discover`.
    """
    metric = learn_metric([each.known for each in sets])
    return refine_metric(metric, [table for each in sets for table in each.tables()])


def missing_sets(datasets: Path, labels: Path = _LABELS) -> list[Path]:
    """Which of the files that :func:`read_sets` reads are not there.

    Args:
        datasets: Folder of ``<set>.jsonl.gz``.
        labels: Folder of ``intents.yaml`` and ``topics/<set>.jsonl``.
    """
    names = {row["set"] for path in _topic_files(labels) for row in _read_rows(path)}
    needed = [
        labels / "intents.yaml",
        *(_set_file(datasets, n) for n in (_INTENTS, *sorted(names))),
    ]
    return [path for path in needed if not path.is_file()]


def read_sets(datasets: Path, labels: Path = _LABELS, *, seed: int = 0) -> list[FineTexts]:
    """Read what the shipped metric is learnt on.

    Args:
        datasets: Folder of ``<set>.jsonl.gz``.
        labels: Folder of ``intents.yaml`` and ``topics/<set>.jsonl``.
        seed: Draws at most 12 texts per intent.

    Returns:
        The intents of banking77, and all labelled topics.

    Raises:
        InputError: A set is missing, or a row's text is not the one that was labelled.
    """
    contacts = read_intents(_set_file(datasets, _INTENTS), labels / "intents.yaml")
    known = [(contact.text, contact.intent) for contact in contacts if contact.intent]
    chosen = [known[i] for i in choose_texts([intent for _, intent in known], seed=seed)]
    intents = FineTexts(
        [text for text, _ in chosen], [intent for _, intent in chosen], [_INTENTS] * len(chosen)
    )
    return [intents, *(read_topics(path, datasets) for path in _topic_files(labels))]


def read_topics(labels: Path, datasets: Path) -> FineTexts:
    """Join topics keyed by set and row to the texts of their sets.

    Args:
        labels: JSON Lines with ``set``, ``row``, ``hash``, ``group`` and ``topic``; topics
            are told apart within a group only.
        datasets: Folder of ``<set>.jsonl.gz``.

    Returns:
        The texts, their topics and groups.

    Raises:
        InputError: A row's text is not the one that was labelled.
    """
    texts, classes, groups = [], [], []
    sets: dict[str, list[dict[str, Any]]] = {}
    for row in _read_rows(labels):
        path = _set_file(datasets, row["set"])
        if row["set"] not in sets:
            sets[row["set"]] = _read_set(path)
        known = sets[row["set"]]
        if row["row"] >= len(known) or row_hash(known[row["row"]]["text"]) != row["hash"]:
            raise InputError(
                f"{path}, row {row['row']}: not the text that was labelled; take the version of "
                "the set that the labels were made on"
            )
        # Read as discovery will read them: cleaned and redacted.
        given = known[row["row"]]
        texts.append(" ".join(prepare_text(given["text"], lang=given["lang"]).text.split()))
        classes.append(f"{row['group']}:{row['topic']}")
        groups.append(row["group"])
    return FineTexts(texts, classes, groups)


def _topic_files(labels: Path) -> list[Path]:
    return sorted((labels / "topics").glob("*.jsonl"))


def _set_file(datasets: Path, name: str) -> Path:
    return datasets / f"{name}.jsonl.gz"


def _read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _read_set(path: Path) -> list[dict[str, Any]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
            return [{"text": row["text"], "lang": row.get("lang")} for row in rows]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} is not a gzip of JSON Lines with texts: {error}") from error


def choose_texts(classes: Sequence[str], *, seed: int) -> list[int]:
    """Draw the same number of texts of each class, where it has as many.

    Args:
        classes: The class of each text.
        seed: Seeds the draw.

    Returns:
        Rows, class by class; a class with a single text has nothing to tell.
    """
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(classes):
        rows_of[name].append(row)
    rng = np.random.default_rng(seed)
    chosen: list[int] = []
    for name in sorted(rows_of):
        rows = rows_of[name]
        if len(rows) > 1:
            drawn = rng.choice(len(rows), min(_PER_CLASS, len(rows)), replace=False)
            chosen += [rows[i] for i in sorted(drawn.tolist())]
    return chosen


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("datasets", type=Path, help="folder of the public sets")
    given = parser.parse_args()
    add_topics_metric(given.bundle, read_sets(given.datasets))


if __name__ == "__main__":
    _main()
