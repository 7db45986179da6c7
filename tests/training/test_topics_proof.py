"""Discovery on reviews whose topics people named, each group measured by what the others teach.

``make prove`` measures it where ``MOTIF_TRAINING_DATA`` holds the public sets.
"""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.bundle import open_bundle
from nlp.discovery import discover, space
from nlp.discovery.clustering import cut_by_average
from nlp.discovery.libraries import load_library
from nlp.discovery.likeness import measure_likeness
from nlp.discovery.settings import DiscoverySettings
from nlp.discovery.space import learn_metric, to_length_one
from nlp.evaluation.proofs import render_table
from nlp.inference.annotator import Annotator
from nlp.inference.session import EncoderSession
from nlp.pipeline.annotation import CachedAnnotator
from nlp.pipeline.discovering import discover_source, load_tools, read_source
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.topics_metric import encode_sets, learn_topics_metric, read_sets
from tests.training.untouched import untouched_session

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT / "data" / "labels" / "topics" / "app_reviews_minibar.jsonl"
RIDGE_BEFORE = 1.5


class Bench:
    """The six groups, and what a bundle finds in each with a given metric."""

    def __init__(self, datasets, folder):
        bundle = open_bundle(ROOT / "models" / "motif-base")
        taxonomy = load_taxonomy(Settings().taxonomy)
        self.sets = encode_sets(bundle.folder, read_sets(datasets), threads=1)
        self.annotator = CachedAnnotator(Annotator(bundle, taxonomy, threads=1))
        self.tools = load_tools(bundle, taxonomy, self.annotator)
        self.folder = folder
        self.truth = self._write_groups(datasets)

    def _write_groups(self, datasets):
        with gzip.open(datasets / f"{LABELS.stem}.jsonl.gz", "rt", encoding="utf-8") as lines:
            reviews = [json.loads(line) for line in lines]
        truth, tables = {}, {}
        for row in map(json.loads, LABELS.read_text(encoding="utf-8").splitlines()):
            review = reviews[row["row"]]
            given = {"id": row["row"], "text": review["text"], "lang": review["lang"]}
            tables.setdefault(row["group"], []).append(json.dumps(given))
            truth.setdefault(row["group"], []).append(row["topic"])
        for group, table in tables.items():
            (self.folder / f"{group}.jsonl").write_text("\n".join(table), encoding="utf-8")
        return truth

    def encode(self, session):
        """Per group the vectors of its whole texts."""
        encoded = {}
        for group in self.truth:
            lines = (self.folder / f"{group}.jsonl").read_text(encoding="utf-8").splitlines()
            texts = [json.loads(line)["text"] for line in lines]
            encoded[group] = np.stack(
                [e.contact for e in session.encode(texts, [[] for _ in texts])]
            )
        return encoded

    def measure_plain(self, encoded, group_up):
        """Per group its figures when the vectors of whole texts are grouped as they are."""
        return {
            group: agreement(topics, group_up(encoded[group], topics))
            for group, topics in self.truth.items()
        }

    def measure(self, learn, out):
        """Per group its figures; ``out`` says which groups the metric must not have seen."""
        found = {}
        for group, topics in self.truth.items():
            hidden = out(group, self.truth)
            metric = learn([each.without(hidden) for each in self.sets])
            source = read_source(self.folder / f"{group}.jsonl", self.folder / "out.jsonl")
            run = discover_source(source, self.annotator, replace(self.tools, metric=metric)).found
            found[group] = agreement(topics, run.topic_ids) | {
                "mixing": run.mixing,
                "topics per row": len(run.topics) / len(topics),
                "unassigned": run.unassigned.share,
            }
        return found


def agreement(topics, groups):
    """How far groups are the topics that people named, beyond chance: 1 where they are the same."""
    scores = load_library("sklearn.metrics")
    return {
        "AMI": scores.adjusted_mutual_info_score(topics, groups),
        "ARI": scores.adjusted_rand_score(topics, groups),
    }


def by_means(vectors, topics):
    """k-means that is told how many topics there are."""
    n = len(set(topics))
    return load_library("sklearn.cluster").KMeans(n, n_init=10, random_state=0).fit_predict(vectors)


def by_linkage(vectors, _):
    """Average linkage, cut where discovery cuts."""
    return cut_by_average(vectors @ vectors.T, DiscoverySettings().topics_for(len(vectors)))


def by_centred_linkage(vectors, topics):
    return by_linkage(to_length_one(vectors - vectors.mean(axis=0)), topics)


def itself(group, _):
    return [group]


def its_app(group, groups):
    return [other for other in groups if other.split("-")[0] == group.split("-")[0]]


def intents_alone(sets):
    return learn_metric([sets[0].known])


def unrefined(sets):
    return learn_metric([each.known for each in sets])


def mean(found):
    rows = list(found.values())
    return {key: round(float(np.mean([row[key] for row in rows])), 3) for key in rows[0]}


@pytest.mark.prove
def test_discovery_finds_the_topics_that_people_named(tmp_path, monkeypatch, proved):
    data = os.environ.get("MOTIF_TRAINING_DATA")
    if not data:
        pytest.skip("MOTIF_TRAINING_DATA names no folder of public sets")
    bench = Bench(Path(data) / "datasets", tmp_path)
    with monkeypatch.context() as before:
        before.setattr(discover, "blend_likeness", lambda parts, *_: measure_likeness(parts))
        intents = bench.measure(intents_alone, itself)
        ridge = bench.measure(unrefined, itself)
        before.setattr(space, "_RIDGE", RIDGE_BEFORE)
        old, old_app = (bench.measure(unrefined, out) for out in (itself, its_app))
    blended = bench.measure(unrefined, itself)
    now, now_app = (bench.measure(learn_topics_metric, out) for out in (itself, its_app))
    bundle = open_bundle(ROOT / "models" / "motif-base")
    before = bench.encode(untouched_session(tmp_path, bundle.tokenizer))
    tuned = bench.encode(EncoderSession.of(bundle, threads=1))
    plain = {
        "encoder untouched, k-means told the true number": bench.measure_plain(before, by_means),
        "encoder untouched, average linkage": bench.measure_plain(before, by_linkage),
        "the same, centred": bench.measure_plain(before, by_centred_linkage),
        "encoder of the bundle, centred": bench.measure_plain(tuned, by_centred_linkage),
    }
    base_lines = [{"vectors of whole texts": name} | mean(found) for name, found in plain.items()]
    steps = {
        "metric of intents alone, likeness of clauses": intents,
        "metric also of the labelled topics of five groups, ridge 1.5 (until 0.4.0)": old,
        "the same, ridge 0.5": ridge,
        "and likeness also of whole texts and shared words": blended,
        "and the metric refined: discovery as it is": now,
        "until 0.4.0, the whole app left out": old_app,
        "as it is, the whole app left out": now_app,
    }
    rows = [{"discovery": name} | mean(found) for name, found in steps.items()]
    by_group = [
        {"group": group, "rows": len(topics)}
        | {f"{key}, until 0.4.0": round(old[group][key], 3) for key in ("AMI", "ARI")}
        | {f"{key}, now": round(now[group][key], 3) for key in ("AMI", "ARI")}
        for group, topics in bench.truth.items()
    ]
    print(f"\n{render_table(base_lines)}\n\n{render_table(rows)}\n\n{render_table(by_group)}")
    proved("discovery-plain", base_lines)
    proved("discovery", rows)
    proved("discovery-groups", by_group)
    assert mean(now)["AMI"] > mean(old)["AMI"] + 0.02
    assert mean(now_app)["AMI"] > mean(old_app)["AMI"]
    assert mean(now)["mixing"] > mean(old)["mixing"]
