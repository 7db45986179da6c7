"""Topics of the weeks up to one: found, carried on from the last run, stored, told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nlp.digest.findings import Topic, TopicEvent
from nlp.discovery.discover import UNASSIGNED, Discovery, discover
from nlp.discovery.lineage import TopicRun
from nlp.discovery.records import from_tables, to_tables
from nlp.discovery.selection import unexplained
from nlp.discovery.settings import DiscoverySettings
from nlp.pipeline.discovering import DiscoveryTools
from nlp.storage import Reader
from nlp.taxonomy import Taxonomy
from nlp.trends import WatchSettings, watch, weekly_counts
from nlp.weeks import weeks_before

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 26
"""Trailing weeks whose mentions topics are found in."""

MIN_CONTACTS = 3
"""Contacts of the week below which a topic is not told."""

MOST_TOLD = 5
"""Topics told at most; the rest is in the stored run."""

_WATCHED_STATES = ("alert", "ongoing")


@dataclass(frozen=True)
class Found:
    """Topics as of a week.

    Attributes:
        told: Those worth telling, most contacts of the week first.
        run: The whole run.
        by_contact: One row per contact of the window: ``contact_id``, ``week`` and the
            list ``topics`` of its topics.
        n_mentions: Mentions looked at.
    """

    told: tuple[Topic, ...]
    run: Discovery
    by_contact: pd.DataFrame
    n_mentions: int


def find_topics(
    reader: Reader,
    tools: DiscoveryTools,
    taxonomy: Taxonomy,
    week: str,
    folder: Path,
    *,
    settings: DiscoverySettings | None = None,
    accepted: frozenset[str] = frozenset(),
    watching: WatchSettings | None = None,
) -> Found | None:
    """Find topics in what the taxonomy does not explain, and store the run.

    Args:
        reader: The state to read.
        tools: What the bundle brings to discovery.
        taxonomy: Names the nearest label of a topic.
        week: Last week to look at.
        folder: Where the runs of the workspace lie, a folder per week.
        settings: Settings of discovery.
        accepted: Topics that people accepted: they are watched elsewhere and no news.
        watching: Budget of false notices of new topics, and public holidays.

    Returns:
        The topics; ``None`` where no mention is left to look at.
    """
    window = (*weeks_before(week, WEEKS - 1), week)
    tables = {name: _of_weeks(reader.table(name), window) for name in _TABLES}
    if not tables["annotations"].num_rows:
        return None
    chosen = unexplained(
        tables["mentions"],
        tables["annotations"],
        tables["vectors"],
        model_version=reader.model_version,
    )
    if not chosen.mentions.num_rows:
        return None
    found = discover(
        chosen.mentions,
        chosen.vectors,
        settings,
        metric=tools.metric,
        nodes=tools.nodes,
        model_version=reader.model_version,
        previous=last_run(folder, before=week),
    )
    store_run(folder, week, found)
    by_contact = _by_contact(found, tables["mentions"])
    told = _told(found, by_contact, taxonomy, week, accepted, watching or WatchSettings())
    return Found(told, found, by_contact, chosen.mentions.num_rows)


_TABLES = ("mentions", "annotations", "vectors")


def _of_weeks(table: pa.Table, weeks: tuple[str, ...]) -> pa.Table:
    return table.filter(pc.is_in(table["week"], pa.array(weeks)))


def store_run(folder: Path, week: str, found: Discovery) -> None:
    """Store a run under its week, whole or not at all, in place of an earlier one.

    Args:
        folder: Where the runs lie.
        week: Last ISO week of the mentions.
        found: The run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=folder, prefix=".staged-"))
    for name, table in to_tables(
        found, run_id=week, week=week, started_at=datetime.now(UTC)
    ).items():
        pq.write_table(table, staged / f"{name}.parquet")
    target = folder / week
    if target.exists():
        shutil.rmtree(target)
    staged.rename(target)


def last_run(folder: Path, *, before: str) -> TopicRun | None:
    """The latest stored run of a week before one; ``None`` if there is none."""
    weeks = sorted(p.name for p in folder.glob("????-W??")) if folder.is_dir() else []
    earlier = [week for week in weeks if week < before]
    if not earlier:
        return None
    tables = {path.stem: pq.read_table(path) for path in (folder / earlier[-1]).glob("*.parquet")}
    return from_tables(tables, earlier[-1])


def _by_contact(found: Discovery, mentions: pa.Table) -> pd.DataFrame:
    """Every contact of the window with the topics of its mentions."""
    import pandas as pd

    frame = mentions.select(["mention_id", "contact_id", "week"]).to_pandas()
    topics = dict(zip(found.mention_ids, found.topic_ids, strict=True))
    frame["topic"] = frame["mention_id"].map(topics)
    frame.loc[frame["topic"] == UNASSIGNED, "topic"] = None
    grouped = frame.groupby("contact_id", sort=True)
    return pd.DataFrame(
        {
            "week": grouped["week"].first(),
            "topics": grouped["topic"].agg(lambda values: sorted(set(values.dropna()))),
        }
    ).reset_index()


def _told(
    found: Discovery,
    by_contact: pd.DataFrame,
    taxonomy: Taxonomy,
    week: str,
    accepted: frozenset[str],
    watching: WatchSettings,
) -> tuple[Topic, ...]:
    """The topics whose rise the watch tells this week."""
    ids = [topic.topic_id for topic in found.topics if topic.topic_id not in accepted]
    counts = weekly_counts(by_contact, ids, column="topics")
    if not ids or counts.counts.empty or counts.counts.index[-1] != week:
        return ()
    rows = watch(
        counts,
        kind="new_topics",
        budget=watching.budgets.new_topics,
        countries=watching.countries,
    ).at(week)
    rising = set(rows.loc[rows["state"].isin(_WATCHED_STATES), "code"])
    events = _events(found)
    n_week = counts.counts.loc[week].to_dict()
    n_contacts = int(counts.contacts.loc[week])
    told = [
        Topic(
            topic_id=topic.topic_id,
            names=dict(topic.labels),
            event=events[topic.topic_id],
            n_week=int(n_week[topic.topic_id]),
            share_week=n_week[topic.topic_id] / n_contacts,
            terms={lang: tuple(t for t, _ in terms) for lang, terms in topic.terms.items()},
            nearest=None
            if topic.nearest is None
            else taxonomy.label_set(topic.nearest.kind)[topic.nearest.code].names,
            is_new_irritant=topic.is_new_irritant,
            mention_ids=tuple(m for ids in topic.quote_ids.values() for m in ids),
        )
        for topic in found.topics
        if topic.topic_id in rising and n_week[topic.topic_id] >= MIN_CONTACTS
    ]
    return tuple(sorted(told, key=lambda topic: (-topic.n_week, topic.topic_id))[:MOST_TOLD])


def _events(found: Discovery) -> Mapping[str, TopicEvent]:
    """What became of each topic; a topic may be told of twice, its own event comes first."""
    events: dict[str, TopicEvent] = {}
    for event in found.lineage.events:
        events.setdefault(event.topic_id, event.kind)
    return {topic.topic_id: events.get(topic.topic_id, "born") for topic in found.topics}
