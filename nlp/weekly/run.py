"""Monday's run, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.delivery import (
    DeliveryReport,
    DeliverySettings,
    Edition,
    Journal,
    RenderedDigest,
    build_messages,
    deliver,
)
from nlp.digest import Digest, Explorer, Scope, Topic, choose_scope, for_direction, write_files
from nlp.digest.weeks import check_week
from nlp.pipeline.analysis import AnalysisReport, analyze
from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.discovering import DiscoveryTools
from nlp.readers import ColumnMapping, find_batches
from nlp.storage import CustomerKey, Reader, Workspace, queries
from nlp.trends import WatchSettings
from nlp.types import LANGS
from nlp.weekly.accepted import TopicSeries, accepted_series, load_accepted
from nlp.weekly.composing import compose_edition, measure_contacts
from nlp.weekly.due import due_weeks
from nlp.weekly.editions import Told, render_edition
from nlp.weekly.findings import Kept, gather_findings
from nlp.weekly.state import Place, State
from nlp.weekly.topics import find_topics

if TYPE_CHECKING:
    import pandas as pd

DONE, FAILED, AGAIN, LOOK = 0, 1, 75, 3
"""Exit statuses: all done; a step failed; run again later (another run is at work, or a
recipient could not be reached for now; ``EX_TEMPFAIL``); a person has to look at a message
that was refused or may have been sent."""

USUAL = tuple(Edition(audience, lang) for audience in ("cx", "direction") for lang in LANGS)
"""Digests that are written whether or not somebody gets them."""


@dataclass(frozen=True)
class WeeklyOptions:
    """How to run.

    Attributes:
        today: Day of the run: weeks that end before it are whole.
        output: Folder that digests are written into.
        week: The week to tell, whatever is due; ``None`` for what is due.
        send: Whether to send.
        resend: Also send what may have been sent before.
        discover: Whether to look for topics.
        effect_weeks: Trailing weeks on which effects are estimated.
        min_n: Scored mentions below which no effect is given.
        id_prefix: Put before every contact's id.
        max_cell_chars: A longer text is rejected.
        kept: Files that people keep beside the workspace.
        watching: Budgets of false alerts and public holidays.
    """

    today: date
    output: Path
    week: str | None = None
    send: bool = True
    resend: bool = False
    discover: bool = True
    effect_weeks: int = 26
    min_n: int = 20
    id_prefix: str = ""
    max_cell_chars: int = 100_000
    kept: Kept = field(default_factory=Kept)
    watching: WatchSettings = field(default_factory=WatchSettings)


@dataclass(frozen=True)
class Engine:
    """What reads and who is told.

    Attributes:
        annotator: Reads the texts.
        key: Keys the hash of customers.
        tools: What discovery needs of the bundle; ``None`` where it is not installed.
        delivery: Who gets what; ``None`` where nobody does.
        mapping: Columns of the tables; recognised by default.
        checked: Contacts that people read again.
    """

    annotator: TextAnnotator
    key: CustomerKey
    tools: DiscoveryTools | None = None
    delivery: DeliverySettings | None = None
    mapping: ColumnMapping | None = None
    checked: pd.DataFrame | None = None


@dataclass(frozen=True)
class WeeklyReport:
    """What a run did.

    Attributes:
        analysed: The analysis of the new files; ``None`` when none was new.
        n_known: Files read before.
        weeks: Weeks told, oldest first.
        too_old: Weeks missed too long ago to be told.
        files: Digests written.
        deliveries: What came of each week's messages.
    """

    analysed: AnalysisReport | None
    n_known: int
    weeks: tuple[str, ...]
    too_old: tuple[str, ...]
    files: tuple[Path, ...]
    deliveries: tuple[DeliveryReport, ...]

    @property
    def status(self) -> int:
        """Exit status for a scheduler."""
        statuses = {outcome.status for report in self.deliveries for outcome in report.outcomes}
        if "deferred" in statuses:
            return AGAIN
        return LOOK if statuses & {"uncertain", "refused"} else DONE


def run_weekly(
    inputs: Sequence[Path],
    workspace: Workspace,
    engine: Engine,
    options: WeeklyOptions,
    *,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> WeeklyReport:
    """Analyse what is new, tell the weeks that are due, send them.

    Safe to run twice and after a kill: files read before are not read again, weeks told are
    not told again, messages sent are not sent again.

    Args:
        inputs: Files and folders; those already read are known by their content.
        workspace: Where to store.
        engine: What reads and who is told.
        options: How.
        on_progress: Told how far the run is.

    Returns:
        What was done.

    Raises:
        InputError: A file, a setting or the week is at fault.
        WorkspaceError: Another run is at work.
    """
    place = Place.of(workspace)
    started = datetime.now(UTC)
    with place.held():
        state = State.load(place)
        files_there = [f for batch in find_batches(inputs) for f in batch.files] if inputs else []
        new = state.new_files(files_there, engine.annotator.version)
        analysed = None
        if new:
            only = frozenset(new.values())
            analysed = _analyze(inputs, only, workspace, engine, options, on_progress)
            state.files |= dict.fromkeys(new, engine.annotator.version)
            state.save()
        n_known = len(files_there) - len(new)
        with workspace.reader() as reader:
            due, too_old = _due(reader, state, options)
            files: list[Path] = []
            deliveries = []
            for week in due:
                told = _tell(reader, engine, options, place, week)
                files += [p for one in told for p in write_files(one.files, options.output / week)]
                report = _send([one.rendered for one in told], workspace, engine, options)
                deliveries.append(report)
                if not report.count("deferred"):
                    state.told(week, datetime.now(UTC))
                    state.save()
        done = WeeklyReport(analysed, n_known, due, too_old, tuple(files), tuple(deliveries))
        place.write_log(_log(done, started))
    return done


def _analyze(
    inputs: Sequence[Path],
    only: frozenset[Path],
    workspace: Workspace,
    engine: Engine,
    options: WeeklyOptions,
    on_progress: Callable[[str, int, int], None] | None,
) -> AnalysisReport:
    return analyze(
        inputs,
        workspace,
        engine.annotator,
        engine.key,
        mapping=engine.mapping,
        id_prefix=options.id_prefix,
        max_cell_chars=options.max_cell_chars,
        only=only,
        effect_weeks=options.effect_weeks,
        min_n=options.min_n,
        checked=engine.checked,
        on_progress=on_progress,
    )


def _due(
    reader: Reader, state: State, options: WeeklyOptions
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = queries.weeks(reader)
    if options.week is None:
        return due_weeks(known, state.weeks, options.today)
    check_week(options.week, known)
    return (options.week,), ()


def _tell(
    reader: Reader, engine: Engine, options: WeeklyOptions, place: Place, week: str
) -> list[Told]:
    """Every digest of a week, rendered."""
    wanted = dict.fromkeys((*USUAL, *(engine.delivery.editions if engine.delivery else ())))
    products = tuple(queries.filter_options(reader).products)
    base = engine.delivery.explorer if engine.delivery else None
    explorer = Explorer(base) if base else None
    topics, accepted = _topics(reader, engine, options, place, week)
    composed: dict[Scope, Digest] = {}
    told = []
    for edition in wanted:
        scope = choose_scope(edition.audience, edition.product, products)
        # The direction hears of the same contacts as CX: what is said of them is found once.
        whose = Scope() if scope.audience == "direction" else scope
        if whose not in composed:
            composed[whose] = _compose(reader, engine, options, week, whose, topics, accepted)
        digest = composed[whose]
        if scope.audience == "direction":
            digest = for_direction(digest)
        told.append(render_edition(digest, edition.lang, explorer=explorer, products=products))
    return told


def _topics(
    reader: Reader, engine: Engine, options: WeeklyOptions, place: Place, week: str
) -> tuple[tuple[Topic, ...] | None, TopicSeries | None]:
    """Topics worth telling and those to watch; nothing of either where nobody looks."""
    chosen = load_accepted(options.kept.topics) if options.kept.topics else {}
    if not options.discover or engine.tools is None:
        return None, None
    found = find_topics(
        reader,
        engine.tools,
        engine.annotator.taxonomy,
        week,
        place.topics,
        accepted=frozenset(chosen),
        watching=options.watching,
    )
    if found is None:
        return (), None
    names = {topic.topic_id: topic.labels for topic in found.run.topics}
    return found.told, accepted_series(chosen, found.by_contact, names) if chosen else None


def _compose(
    reader: Reader,
    engine: Engine,
    options: WeeklyOptions,
    week: str,
    scope: Scope,
    topics: tuple[Topic, ...] | None,
    accepted: TopicSeries | None,
) -> Digest:
    """The digest of a week for one audience, with all that was found."""
    taxonomy = engine.annotator.taxonomy
    measured = measure_contacts(
        reader,
        taxonomy,
        week,
        scope,
        effect_weeks=options.effect_weeks,
        min_n=options.min_n,
        checked=engine.checked,
        watching=options.watching,
        accepted=accepted,
    )
    found = gather_findings(
        reader, taxonomy, week, scope, kept=options.kept, topics=topics, onsets=measured.onsets
    )
    return compose_edition(reader, taxonomy, week, scope, measured, found)


def _send(
    digests: list[RenderedDigest], workspace: Workspace, engine: Engine, options: WeeklyOptions
) -> DeliveryReport:
    if engine.delivery is None or not options.send:
        return DeliveryReport(())
    messages = build_messages(digests, engine.delivery)
    journal = Journal(workspace.layout.folder)
    return deliver(messages, journal, engine.delivery, resend=options.resend)


def _log(report: WeeklyReport, started: datetime) -> dict[str, object]:
    """A run in one line: counts only, no name of a file, no customer's word."""
    outcomes = [o.status for delivery in report.deliveries for o in delivery.outcomes]
    return {
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "status": report.status,
        "files_known": report.n_known,
        "rows_read": report.analysed.n_read if report.analysed else 0,
        "rows_rejected": report.analysed.n_rejected if report.analysed else 0,
        "weeks": list(report.weeks),
        "weeks_too_old": list(report.too_old),
        "digests": len(report.files),
        "sends": {status: outcomes.count(status) for status in dict.fromkeys(outcomes)},
    }
