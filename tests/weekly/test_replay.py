"""The sample replayed week by week: is what was planted told, and how much else?"""

import json
from collections import Counter
from pathlib import Path

import pytest

from nlp.api import load_annotator
from nlp.bundle import open_bundle
from nlp.discovery.libraries import require_discovery
from nlp.errors import MissingExtraError
from nlp.evaluation.proofs import render_table
from nlp.pipeline.analysis import analyze
from nlp.pipeline.discovering import load_tools
from nlp.settings import Settings
from nlp.simulation.population import build_population
from nlp.simulation.sample import LABELS, read_contacts
from nlp.simulation.scenario import DEMO
from nlp.simulation.truth import week_names
from nlp.storage import CustomerKey, Workspace
from nlp.weekly.topics import find_topics
from nlp.weekly.watching import watch_week

FIRST = 8
"""Weeks of history before the first that is told: with fewer, nothing is judged."""

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample, read by the shipped bundle."""
    folder = tmp_path_factory.mktemp("sample")
    annotator = load_annotator(Settings())
    workspace = Workspace.open(folder / "w", create=True)
    analyze(
        [ROOT / "data" / "sample"],
        workspace,
        annotator,
        CustomerKey.load_or_create(folder / "key"),
    )
    with workspace.reader() as reader:
        yield reader, annotator, folder


def truly_moved():
    """Irritants whose rate the scenario moves, with the first week of the move."""
    weeks = week_names(DEMO)
    return {trend.irritant: weeks[trend.start] for trend in DEMO.trends}


@pytest.mark.prove
def test_the_planted_rise_is_told_and_little_else(sample, proved):
    reader, annotator, _ = sample
    moved = truly_moved()
    corpus = ROOT / "data" / "corpus"
    contacts = read_contacts(corpus, annotator.taxonomy, corpus.parent / "newcomer")
    population, weeks = build_population(contacts, DEMO), week_names(DEMO)
    rows, n_false = [], 0
    for week in weeks[FIRST:]:
        watch = watch_week(reader, annotator.taxonomy, week).irritants
        for kind, onsets in (("rise", watch.alerts), ("fall", watch.falls)):
            for onset in onsets[onsets["week"] == week].to_dict("records"):
                code = str(onset["code"])
                planted = code in moved and week >= moved[code]
                n_false += kind == "rise" and not planted
                share = population.prevalence(code)
                since, now = weeks.index(str(onset["since"])), weeks.index(week)
                change = share[since : now + 1].mean() / share[:since].mean() - 1
                rows.append(
                    {
                        "week": week,
                        "irritant": code,
                        "told as": kind,
                        "since": onset["since"],
                        "planted": moved[code] if planted else "no",
                        "change of its true share": f"{100 * change:+.0f} %",
                    }
                )
    print(f"\n{render_table(rows)}")
    proved("replay-alerts", rows)
    (told,) = [row for row in rows if row["irritant"] == "digital.login" and row["planted"] != "no"]
    assert told["told as"] == "rise"
    assert told["week"] <= week_names(DEMO)[DEMO.trends[0].start + 2]
    assert n_false <= 2 * len(week_names(DEMO)[FIRST:]) * 12 / 52, "twice the budget"


@pytest.fixture(scope="module")
def refits(sample):
    """The topics of each week, found on the weeks up to it."""
    try:
        require_discovery()
    except MissingExtraError as error:
        pytest.skip(str(error))
    reader, annotator, folder = sample
    tools = load_tools(open_bundle(Settings().bundle), annotator.taxonomy, annotator)
    return {
        week: find_topics(reader, tools, annotator.taxonomy, week, folder / "topics")
        for week in week_names(DEMO)[FIRST:]
    }


@pytest.fixture(scope="module")
def of_newcomer(sample):
    """Weeks of the contacts with the planted theme, by contact."""
    lines = (ROOT / "data" / "sample" / LABELS).read_text("utf-8").splitlines()
    labels = {(row["source"], row["row"]): row for row in map(json.loads, lines)}
    columns = ["contact_id", "source", "row", "week"]
    contacts = sample[0].table("contacts").select(columns).to_pylist()
    return {
        contact["contact_id"]: contact["week"]
        for contact in contacts
        if labels.get((contact["source"], contact["row"]), {}).get("theme") is not None
    }


@pytest.mark.prove
def test_an_irritant_that_the_taxonomy_lacks_is_found_and_named(refits, of_newcomer, proved):
    rows = []
    for week in week_names(DEMO)[DEMO.newcomer.start :]:
        found = refits[week]
        contacts = found.by_contact.set_index("contact_id")["topics"]
        planted = {c for c, since in of_newcomer.items() if since <= week}
        looked_at = [topics for c, topics in contacts.items() if c in planted]
        counts = Counter(topic for topics in looked_at for topic in topics)
        best, n_best = counts.most_common(1)[0] if counts else ("", 0)
        size = sum(best in topics for topics in contacts)
        topic = next((topic for topic in found.run.topics if topic.topic_id == best), None)
        told = next((topic for topic in found.told if topic.topic_id == best), None)
        rows.append(
            {
                "week": week,
                "planted so far": len(planted),
                "in a topic": sum(bool(topics) for topics in looked_at),
                "in the largest": n_best,
                "others in it": size - n_best,
                "topic": best,
                "name fr": topic.labels.get("fr", "") if topic else "",
                "name en": topic.labels.get("en", "") if topic else "",
                "told as new": "yes" if told else "no",
                "new irritant": "yes" if topic and topic.is_new_irritant else "no",
            }
        )
    print(f"\n{render_table(rows)}")
    proved("replay-newcomer", rows)
    told = [row for row in rows if row["told as new"] == "yes"]
    assert told
    assert told[-1]["others in it"] < told[-1]["in the largest"]


@pytest.mark.prove
def test_topics_keep_their_identity_from_week_to_week(refits, proved):
    rows, before = [], None
    for week, found in refits.items():
        kinds = [event.kind for event in found.run.lineage.events]
        now = {topic.topic_id for topic in found.run.topics}
        rows.append(
            {
                "week": week,
                "mentions": found.n_mentions,
                "topics": len(now),
                "unassigned": found.run.topic_ids.count("-1") / found.n_mentions,
                "kept their number": None if before is None else len(now & before) / len(before),
                **{kind: kinds.count(kind) for kind in ("born", "split", "merged", "died")},
                "told as new": len(found.told),
            }
        )
        before = now
    print(f"\n{render_table(rows)}")
    proved("replay-topics", rows)
    kept = [row["kept their number"] for row in rows[1:]]
    assert sum(kept) / len(kept) >= 0.8
    assert max(row["unassigned"] for row in rows) <= 0.3
