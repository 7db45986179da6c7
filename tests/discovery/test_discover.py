import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from nlp.discovery.discover import UNASSIGNED, discover
from nlp.discovery.fingerprint import differences
from nlp.discovery.novelty import TaxonomyNodes
from nlp.discovery.settings import DiscoverySettings
from nlp.discovery.space import Parts
from nlp.errors import InputError


def agreement(topic_ids, truth):
    """Share of pairs on which topics and truth agree."""
    a = np.array(topic_ids)
    same, true = a[:, None] == a[None], truth[:, None] == truth[None]
    upper = np.triu_indices(len(a), 1)
    return (same[upper] == true[upper]).mean()


def test_known_topics_are_found_without_their_number(make_world):
    world = make_world(n_per_topic=4, noise=0.4)
    found = discover(world.mentions, world.vectors)
    assert agreement(found.topic_ids, world.truth) > 0.98
    assert len(found.topics) == 6


def test_no_row_is_lost(world, found):
    assert found.mention_ids == tuple(world.mentions["mention_id"])
    assert len(found.topic_ids) == len(world.mentions)
    assert sum(t.size for t in found.topics) + found.unassigned.size == len(world.mentions)
    assert sum(t.share for t in found.topics) + found.unassigned.share == pytest.approx(1)
    for topic in found.topics:
        assert topic.size == found.topic_ids.count(topic.topic_id)


def test_a_topic_speaks_both_languages(make_world):
    world = make_world(n_per_topic=4, noise=0.4)
    found = discover(world.mentions, world.vectors)
    assert found.mixing > 0.9
    for topic in found.topics:
        for lang in ("fr", "en"):
            assert topic.terms[lang]
            assert topic.labels[lang]
            assert topic.quote_ids[lang]
        assert sum(topic.languages.values()) == pytest.approx(1)


def test_names_are_the_customers_words(make_world):
    world = make_world(n_per_topic=4, noise=0.4)
    found = discover(world.mentions, world.vectors)
    first = {world.truth[i]: t for i, t in enumerate(found.topic_ids)}
    watches = next(t for t in found.topics if t.topic_id == first[1])
    assert "cadran" in watches.labels["fr"].lower()
    assert "face" in watches.labels["en"].lower()
    assert "montre" in dict(watches.terms["fr"])


def test_rows_without_words_or_vector_stay_outside_and_are_counted(world):
    mentions, vectors = world.mentions.copy(), world.vectors.copy()
    mentions.loc[0, "text"] = ""
    mentions.loc[1, "text"] = "!!! 123"
    mentions.loc[2, "text"] = None
    vectors[3] = 0
    found = discover(mentions, vectors)
    assert found.topic_ids[:4] == (UNASSIGNED,) * 4
    assert found.unassigned.n_without_words == 4
    assert len(found.topic_ids) == len(mentions)


def test_no_more_stay_outside_than_asked(make_world):
    world = make_world(n_stray=40)
    for share in (0.0, 0.1, 0.3):
        found = discover(
            world.mentions, world.vectors, DiscoverySettings(max_unassigned_share=share)
        )
        assert found.unassigned.share <= share
        assert len(found.unassigned.sample_ids) == min(5, found.unassigned.size)


def test_few_mentions_hold_no_topics(world):
    found = discover(world.mentions.head(11), world.vectors[:11])
    assert found.topics == ()
    assert set(found.topic_ids) == {UNASSIGNED}
    assert found.unassigned.size == 11
    empty = discover(world.mentions.head(0), world.vectors[:0])
    assert empty.topic_ids == ()
    assert empty.unassigned.share == 0


def test_twelve_mentions_are_enough(world):
    rows = list(range(6)) + list(range(12, 18))
    found = discover(world.mentions.iloc[rows], world.vectors[rows])
    assert 1 <= len(found.topics) <= 4


@pytest.mark.parametrize("text", ["RAS", "facture", "et"])
def test_the_same_words_everywhere_make_topics_without_failing(text):
    mentions = pd.DataFrame({"mention_id": list("abcdefghijklm"), "text": [text] * 13})
    found = discover(mentions, np.ones((13, 384), np.float32))
    assert len(found.topic_ids) == 13
    assert all(set(topic.labels) == {"fr", "en"} for topic in found.topics)


def test_many_topics_asked_for_are_a_third_at_most(world):
    found = discover(world.mentions, world.vectors, DiscoverySettings(n_topics=1000))
    assert len(found.topics) <= len(world.mentions) / 3


def test_a_large_table_is_sampled_and_all_of_it_assigned(make_world):
    world = make_world(n_per_topic=60, noise=0.5)
    found = discover(world.mentions, world.vectors, DiscoverySettings(fit_rows=60))
    assert found.n_fitted == 60
    assert found.unassigned.share <= 0.10
    assert agreement(found.topic_ids, world.truth) > 0.85


def halves(world, contacts):
    """Each mention as two clauses that say the same, its whole text beside."""
    n = len(world.vectors)
    parts = Parts(np.repeat(world.vectors, 2, axis=0), 2 * np.arange(n), np.ones(2 * n, np.float32))
    return discover(world.mentions, contacts, parts=parts)


def test_a_mention_without_a_vector_of_its_whole_finds_its_topic(make_world):
    world = make_world(n_per_topic=4, noise=0.4)
    contacts = world.vectors.copy()
    contacts[::4] = 0  # one of each topic
    found = halves(world, contacts)
    assert found.unassigned.n_without_words == 0
    assert agreement(found.topic_ids, world.truth) > 0.98
    assert found.fingerprint != halves(world, world.vectors).fingerprint


def test_whole_texts_tell_apart_what_clauses_do_not(make_world):
    world = make_world(n_per_topic=4, noise=0.4)
    mentions = world.mentions.assign(text="ras", lang="fr")
    same = np.ones((len(mentions), 1, 384), np.float32)
    noise = np.random.default_rng(0).normal(size=same.shape).astype(np.float32)
    parts = Parts.whole((same + noise)[:, 0])
    blind = discover(mentions, np.zeros_like(world.vectors), parts=parts)
    seeing = discover(mentions, world.vectors, parts=parts)
    assert agreement(seeing.topic_ids, world.truth) > agreement(blind.topic_ids, world.truth) + 0.05


def test_another_metric_is_another_run(world, found):
    again = discover(world.mentions, world.vectors, metric=np.eye(384, dtype=np.float32))
    assert differences(again.fingerprint, found.fingerprint) == ("settings",)


def test_tables_of_arrow_and_pandas_are_the_same(world, found):
    again = discover(pa.Table.from_pandas(world.mentions), world.vectors)
    assert again.topic_ids == found.topic_ids
    assert again.fingerprint == found.fingerprint


def test_the_next_run_keeps_the_identifiers(world, found):
    shuffled = world.mentions.iloc[::-1]
    after = discover(shuffled, world.vectors[::-1].copy(), previous=found.run)
    before = dict(zip(found.mention_ids, found.topic_ids, strict=True))
    now = dict(zip(after.mention_ids, after.topic_ids, strict=True))
    kept = np.mean([before[key] == now[key] for key in before])
    assert kept > 0.9
    assert after.run.next_id >= found.run.next_id


def test_new_irritants_are_far_from_all_labels_and_not_praise(make_world):
    world = make_world(n_per_topic=4, noise=0.3)
    mean = [world.vectors[world.truth == t].mean(axis=0) for t in (0, 1)]
    nodes = TaxonomyNodes(
        keys=(("irritant", "a.known"), ("irritant", "b.known")),
        names=({"fr": "connu", "en": "known"},) * 2,
        vectors=np.stack([v / np.linalg.norm(v) for v in mean]),
        center=np.zeros(384, np.float32),
    )
    feelings = np.where(world.truth == 5, 0.8, -0.8)
    found = discover(world.mentions.assign(sentiment_score=feelings), world.vectors, nodes=nodes)
    theme = dict(zip(found.topic_ids, world.truth, strict=True))
    for topic in found.topics:
        known, praise = theme[topic.topic_id] in (0, 1), theme[topic.topic_id] == 5
        assert topic.is_new_irritant == (not known and not praise)
        assert (topic.nearest.distance < 0.2) == known


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m, v: (m.drop(columns="text"), v), "text missing among"),
        (lambda m, v: (m.assign(mention_id="x"), v), "more than once"),
        (lambda m, v: (m, v[:-1]), r"expected \(72, dim\)"),
        (lambda m, v: (m, np.where(np.arange(384) == 3, np.nan, v)), "NaN"),
    ],
)
def test_bad_input_is_said(world, change, message):
    with pytest.raises(InputError, match=message):
        discover(*change(world.mentions, world.vectors))


RUN = """
import json, sys
sys.path.insert(0, {tests!r})
from conftest import World
from nlp.discovery.discover import discover
from nlp.discovery.records import topic_records
from nlp.discovery.settings import DiscoverySettings
from nlp.discovery.space import Parts
world = World(n_stray=20, noise=1.5, seed=3)
found = discover(
    world.mentions,
    world.vectors,
    DiscoverySettings(method={method!r}, fit_rows=70),
    parts=Parts.whole(world.vectors),  # so that whole texts are compared too
)
print(json.dumps([found.topic_ids, topic_records(found), found.fingerprint.key]))
"""


@pytest.mark.parametrize(
    "method",
    ["link", pytest.param("density", marks=pytest.mark.prove)],  # UMAP compiles for minutes
)
def test_the_same_on_any_number_of_threads(method, printed_on_threads):
    outputs = printed_on_threads(RUN.format(tests=str(Path(__file__).parent), method=method))
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])[0]) == 92
