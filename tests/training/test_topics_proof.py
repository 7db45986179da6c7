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
from nlp.discovery.libraries import load_library
from nlp.discovery.likeness import measure_likeness
from nlp.discovery.space import learn_metric
from nlp.evaluation.proofs import render_table
from nlp.inference.annotator import Annotator
from nlp.pipeline.annotation import CachedAnnotator
from nlp.pipeline.discovering import discover_source, load_tools, read_source
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.topics_metric import encode_sets, learn_topics_metric, read_sets

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

    def measure(self, learn, out):
        """Per group its figures; ``out`` says which groups the metric must not have seen."""
        found = {}
        for group, topics in self.truth.items():
            hidden = out(group, self.truth)
            metric = learn([each.without(hidden) for each in self.sets])
            source = read_source(self.folder / f"{group}.jsonl", self.folder / "out.jsonl")
            run = discover_source(source, self.annotator, replace(self.tools, metric=metric)).found
            scores = load_library("sklearn.metrics")
            found[group] = {
                "AMI": scores.adjusted_mutual_info_score(topics, run.topic_ids),
                "ARI": scores.adjusted_rand_score(topics, run.topic_ids),
                "mixing": run.mixing,
                "topics per row": len(run.topics) / len(topics),
                "unassigned": run.unassigned.share,
            }
        return found


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
        | {f"{key}, 0.4.0": round(old[group][key], 3) for key in ("AMI", "ARI")}
        | {f"{key}, now": round(now[group][key], 3) for key in ("AMI", "ARI")}
        for group, topics in bench.truth.items()
    ]
    print(f"\n{render_table(rows)}\n\n{render_table(by_group)}")
    proved("discovery", rows)
    proved("discovery-groups", by_group)
    assert mean(now)["AMI"] > mean(old)["AMI"] + 0.02
    assert mean(now_app)["AMI"] > mean(old_app)["AMI"]
    assert mean(now)["mixing"] > mean(old)["mixing"]
