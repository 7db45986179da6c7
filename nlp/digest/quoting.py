"""Fetch what customers say of an irritant, a strength or a topic, and choose the quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp.digest.findings import Movement, Mover, Topic
from nlp.digest.model import Estimate, IrritantRow, Strength
from nlp.digest.quotes import QuoteChooser
from nlp.storage import ContactFilter, Reader, queries
from nlp.storage.queries import Exemplar
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS, Evidence

if TYPE_CHECKING:
    import pandas as pd

N_CANDIDATES = 60
"""Verbatims among which quotes are chosen, those with the strongest evidence."""

N_STRENGTHS = 3
"""Families of praise told at most."""

N_TOPICS = 5
"""Topics that come with quotes at most; those after are named without."""


@dataclass(frozen=True)
class Quoting:
    """Chooses the quotes of one digest, so that none is read twice in it.

    Attributes:
        reader: The state to read.
        of_week: The contacts of the week.
        chooser: Remembers what is quoted already.
    """

    reader: Reader
    of_week: ContactFilter
    chooser: QuoteChooser = field(default_factory=QuoteChooser)

    def irritant(self, row: IrritantRow, n: int) -> IrritantRow:
        """Add up to ``n`` quotes to an irritant."""
        if not (row.n_week and n):
            return row
        return replace(
            row, quotes=self.chooser.choose(self._of_irritant(row.code), n, kind="irritant")
        )

    def movement(self, movement: Movement, told: set[str]) -> Movement:
        """Add a quote to each irritant that rose and is not told elsewhere."""
        wanted = {m.code for m in movement.up if m.kind == "irritant"} - told
        return replace(
            movement,
            movers=tuple(
                self._mover(mover) if mover.kind == "irritant" and mover.code in wanted else mover
                for mover in movement.movers
            ),
        )

    def strengths(
        self, taxonomy: Taxonomy, n_contacts: int, sure: pd.DataFrame | None
    ) -> tuple[Strength, ...]:
        """What pleases: what lifts satisfaction for sure, else what is praised most."""
        counted = queries.label_counts(self.reader, "praise", self.of_week)
        of_family = dict(zip(counted["code"], counted["n"].astype(int), strict=True))
        lifts = {} if sure is None else _lifts(sure)
        families = list(lifts) or list(of_family)
        return tuple(
            Strength(
                code=family,
                names={lang: taxonomy.name("praise", family, lang) for lang in LANGS},
                n_week=of_family.get(family, 0),
                share_week=of_family.get(family, 0) / n_contacts,
                lift=lifts.get(family),
                quotes=self.chooser.choose(self._praises(family), 1, kind="praise"),
            )
            for family in families[:N_STRENGTHS]
        )

    def topics(self, topics: Sequence[Topic]) -> tuple[Topic, ...]:
        """Add quotes to the first topics, in both languages where there are both."""
        wanted = [mention for topic in topics[:N_TOPICS] for mention in topic.mention_ids]
        ids = [mention.rpartition(":")[0] for mention in wanted]
        texts = queries.verbatims_by_id(self.reader, list(dict.fromkeys(ids)))
        return tuple(
            replace(
                topic,
                quotes=self.chooser.choose(_of_topic(topic, texts), len(LANGS), kind="topic"),
            )
            if i < N_TOPICS
            else topic
            for i, topic in enumerate(topics)
        )

    def _mover(self, mover: Mover) -> Mover:
        exemplars = self._of_irritant(mover.code)
        return replace(mover, quotes=self.chooser.choose(exemplars, 1, kind="irritant"))

    def _of_irritant(self, code: str) -> Sequence[Exemplar]:
        week = str(self.of_week.week_to)
        return queries.exemplar_candidates(
            self.reader, code, week, self.of_week, limit=N_CANDIDATES
        )

    def _praises(self, family: str) -> list[Exemplar]:
        """Verbatims that praise a family, with the words that say so."""
        page = queries.verbatims(
            self.reader,
            self.of_week,
            label=("praise", family),
            order="strongest",
            limit=N_CANDIDATES,
        )
        exemplars = []
        for verbatim in page.rows:
            spans = [e for e in verbatim.evidence if (e.kind, e.label) == ("praise", family)]
            span = max(spans, key=lambda e: (e.score, -e.start), default=None)
            exemplars.append(Exemplar(verbatim, span, None))
        return exemplars


def _lifts(sure: pd.DataFrame) -> dict[str, Estimate]:
    return {
        str(row["family"]): Estimate(row["reward"], row["reward_low"], row["reward_high"])
        for row in sure.to_dict("records")
    }


def _of_topic(topic: Topic, texts: dict[str, queries.Verbatim]) -> list[Exemplar]:
    exemplars = []
    for mention in topic.mention_ids:
        contact_id, _, span = mention.rpartition(":")
        start, _, end = span.partition("-")
        if contact_id in texts and start.isdigit() and end.isdigit():
            words = Evidence("reason", topic.topic_id, int(start), int(end), 1.0)
            exemplars.append(Exemplar(texts[contact_id], words, None))
    return exemplars
