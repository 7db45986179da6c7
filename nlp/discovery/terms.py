"""Words that set a topic apart from the others, in each language (class-based TF-IDF)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.discovery.clustering import AverageLink, Density
from nlp.discovery.libraries import import_bertopic, load_library
from nlp.discovery.space import Floats, Ints
from nlp.text.lemmas import Lemma, find_lemmas
from nlp.types import LANGS, Lang

Terms = tuple[tuple[str, float], ...]
"""Terms and their weights, heaviest first."""

_FILLER = ("without", "words")  # BERTopic fails on a vocabulary of less than two words
_SEPARATOR = ":"


@dataclass(frozen=True)
class FittedTopics:
    """What BERTopic gives.

    Attributes:
        labels: int64 (mentions,), topic 0, 1, … of each, -1 for none.
        terms: Per topic and language, its terms.
    """

    labels: Ints
    terms: tuple[dict[Lang, Terms], ...]


def lemmatise(texts: Sequence[str], langs: Sequence[Lang]) -> list[list[Lemma]]:
    """Content words of texts, each read in its own language, in order."""
    found: list[list[Lemma]] = [[] for _ in texts]
    for lang in LANGS:
        rows = [i for i, own in enumerate(langs) if own == lang]
        for row, lemmas in zip(rows, find_lemmas([texts[i] for i in rows], lang), strict=True):
            found[row] = lemmas
    return found


def fit_topics(
    lemmas: Sequence[Sequence[Lemma]],
    langs: Sequence[Lang],
    vectors: Floats,
    reducer: object,
    clusters: AverageLink | Density,
    *,
    n_terms: int,
) -> FittedTopics:
    """Run BERTopic on explicit sub-models; it is given no embedder and reaches for none.

    A word is a term of its language: ``message`` in French and in English are two, so
    that one weighting over both languages gives terms in each.

    Args:
        lemmas: Content words of each mention.
        langs: Language of each mention.
        vectors: float32 (mentions, dim).
        reducer: Model that reduces the vectors.
        clusters: Model that clusters what the reducer gives.
        n_terms: Terms kept per topic and language.

    Returns:
        Topics and their terms.
    """
    bertopic = import_bertopic()
    counter = load_library("sklearn.feature_extraction.text").CountVectorizer

    documents = [
        " ".join(f"{lang}{_SEPARATOR}{lemma.form.replace(' ', '_')}" for lemma in words)
        for words, lang in zip(lemmas, langs, strict=True)
    ]
    if len({word for document in documents for word in document.split()}) < len(_FILLER):
        documents[0] = " ".join((documents[0], *_FILLER))
    model = bertopic.BERTopic(
        language="multilingual",
        embedding_model=None,
        umap_model=reducer,
        hdbscan_model=clusters,
        vectorizer_model=counter(analyzer=str.split),
        ctfidf_model=bertopic.vectorizers.ClassTfidfTransformer(),
        calculate_probabilities=False,
        verbose=False,
    )
    model.fit(documents, embeddings=vectors)
    labels = clusters.labels_
    weights = model.c_tf_idf_.tocsr()
    words = model.vectorizer_model.get_feature_names_out()
    row_of = {topic: row for row, topic in enumerate(sorted(set(model.topics_)))}
    named = dict(zip(labels.tolist(), model.topics_, strict=True))
    rows = [weights[row_of[named[topic]]] for topic in range(int(labels.max(initial=-1)) + 1)]
    return FittedTopics(
        labels, tuple(_by_language(row.indices, row.data, words, n_terms) for row in rows)
    )


def _by_language(
    columns: Ints, weights: Floats, words: Sequence[str], n_terms: int
) -> dict[Lang, Terms]:
    """The heaviest terms of each language; ties by the alphabet."""
    heaviest = sorted(
        (-float(weight), str(words[column]))
        for column, weight in zip(columns, weights, strict=True)
        if weight > 0
    )
    terms: dict[Lang, Terms] = {}
    for lang in LANGS:
        head = lang + _SEPARATOR
        own = [(word[len(head) :], -weight) for weight, word in heaviest if word.startswith(head)]
        terms[lang] = tuple((word, round(weight, 6)) for word, weight in own[:n_terms])
    return terms


def language_mix(labels: Ints, langs: Sequence[Lang], n_topics: int) -> list[dict[Lang, float]]:
    """Share of each language in each topic, in [0, 1]."""
    mixes: list[dict[Lang, float]] = []
    codes = np.array([LANGS.index(lang) for lang in langs], np.int64)
    inside = labels >= 0
    counts = np.zeros((n_topics, len(LANGS)), np.int64)
    np.add.at(counts, (labels[inside], codes[inside]), 1)
    for row in counts:
        total = max(int(row.sum()), 1)
        mixes.append({lang: float(row[i] / total) for i, lang in enumerate(LANGS)})
    return mixes


def mixing(mixes: Sequence[Mapping[Lang, float]], sizes: Sequence[int]) -> float:
    """How well topics mix the two languages.

    Args:
        mixes: Share of each language per topic.
        sizes: Mentions per topic.

    Returns:
        Mean entropy of a mention's topic's languages over the entropy of all languages
        together, in [0, 1]: 1 when each topic mixes them as the whole does, 0 when
        each topic speaks one language. 1 where there is one language only.
    """
    total = sum(sizes)
    if not total:
        return 1.0
    overall = [
        sum(mix[lang] * n for mix, n in zip(mixes, sizes, strict=True)) / total for lang in LANGS
    ]
    if not (whole := _entropy(overall)):
        return 1.0
    parts = [_entropy(list(mix.values())) * n for mix, n in zip(mixes, sizes, strict=True)]
    return sum(parts) / total / whole


def _entropy(shares: Sequence[float]) -> float:
    return -sum(share * float(np.log(share)) for share in shares if share > 0)
