"""Give a bundle the metric that discovery compares mentions with.

It is learnt on the finished encoder, from sets whose fine classes are known: the intents
of one trade, which differ in what people want and share everything else, and reviews
whose topics were labelled, in both languages (``data/labels/topics``):

    python -m nlp.training.topics_metric models/motif-base $MOTIF_TRAINING_DATA/datasets
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlp.bundle import open_bundle, write_manifest
from nlp.discovery.space import FineClasses, learn_metric, save_metric
from nlp.errors import InputError
from nlp.inference.session import EncoderSession
from nlp.training.public_sets import read_intents, row_hash

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
    """

    texts: Sequence[str]
    classes: Sequence[str]


def add_topics_metric(
    folder: Path, sets: Sequence[FineTexts], *, seed: int = 0, threads: int = 0
) -> Path:
    """Learn the metric on a bundle's own vectors, write it and seal the bundle again.

    Args:
        folder: A finished bundle.
        sets: Texts with their classes.
        seed: Draws at most 12 texts per class.
        threads: CPU threads; 0 takes every core.

    Returns:
        The file written.

    Raises:
        BundleError: The folder is no bundle.
        InputError: A set has fewer than 200 texts to learn on.
    """
    bundle = open_bundle(folder)
    session = EncoderSession(
        bundle.encoder,
        bundle.tokenizer,
        prefix=bundle.info.prefix,
        max_tokens=bundle.info.max_tokens,
        threads=threads,
    )
    learnt = []
    for given in sets:
        rows = choose_texts(given.classes, seed=seed)
        if len(rows) < _FEWEST_TEXTS:
            raise InputError(
                f"the metric of topics needs at least {_FEWEST_TEXTS} texts of classes that have "
                f"two or more, got {len(rows)}"
            )
        encoded = session.encode([given.texts[i] for i in rows], [[] for _ in rows])
        vectors = np.stack([each.contact for each in encoded])
        learnt.append(FineClasses(vectors, np.array([given.classes[i] for i in rows])))
    path = save_metric(learn_metric(learnt), folder)
    write_manifest(folder)
    return path


def read_sets(datasets: Path, labels: Path = _LABELS) -> list[FineTexts]:
    """Read what the shipped metric is learnt on.

    Args:
        datasets: Folder of ``<set>.jsonl.gz``.
        labels: Folder of ``intents.yaml`` and ``topics/<set>.jsonl``.

    Returns:
        The intents of banking77, and the labelled topics.

    Raises:
        InputError: A set is missing, or a row's text is not the one that was labelled.
    """
    contacts = read_intents(datasets / f"{_INTENTS}.jsonl.gz", labels / "intents.yaml")
    known = [(contact.text, contact.intent) for contact in contacts if contact.intent]
    intents = FineTexts([text for text, _ in known], [intent for _, intent in known])
    topics = [read_topics(path, datasets) for path in sorted((labels / "topics").glob("*.jsonl"))]
    return [intents, *topics]


def read_topics(labels: Path, datasets: Path) -> FineTexts:
    """Join topics keyed by set and row to the texts of their sets.

    Args:
        labels: JSON Lines with ``set``, ``row``, ``hash``, ``group`` and ``topic``; topics
            are told apart within a group only.
        datasets: Folder of ``<set>.jsonl.gz``.

    Returns:
        The texts and their topics.

    Raises:
        InputError: A row's text is not the one that was labelled.
    """
    texts, classes = [], []
    sets: dict[str, list[str]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = datasets / f"{row['set']}.jsonl.gz"
        if row["set"] not in sets:
            sets[row["set"]] = _read_texts(path)
        known = sets[row["set"]]
        if row["row"] >= len(known) or row_hash(known[row["row"]]) != row["hash"]:
            raise InputError(
                f"{path}, row {row['row']}: not the text that was labelled; take the version of "
                "the set that the labels were made on"
            )
        texts.append(" ".join(known[row["row"]].split()))
        classes.append(f"{row['group']}:{row['topic']}")
    return FineTexts(texts, classes)


def _read_texts(path: Path) -> list[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
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
