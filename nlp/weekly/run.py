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
from nlp.digest import Digest, compose_digest
from nlp.digest.audiences import Scope, choose_scope
from nlp.digest.findings import Topic
from nlp.digest.links import Explorer
from nlp.digest.weeks import check_week
from nlp.errors import InputError
from nlp.pipeline.analysis import AnalysisReport, analyze
from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.discovering import DiscoveryTools
from nlp.pipeline.material import gather
from nlp.pipeline.ranking import rank_material
from nlp.readers import ColumnMapping, find_batches
from nlp.storage import ContactFilter, CustomerKey, Reader, Workspace, queries
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS
from nlp.weekly.due import due_weeks
from nlp.weekly.editions import Told, render_edition
from nlp.weekly.findings import Kept, gather_findings
from nlp.weekly.state import Place, State
from nlp.weekly.topics import find_topics
from nlp.weekly.watching import watch_week

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
                files += [p for one in told for p in _write(one.files, options.output / week)]
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
    taxonomy = engine.annotator.taxonomy
    wanted = dict.fromkeys((*USUAL, *(engine.delivery.editions if engine.delivery else ())))
    products = _products(reader)
    base = engine.delivery.explorer if engine.delivery else None
    explorer = Explorer(base) if base else None
    topics = None
    if options.discover and engine.tools is not None:
        found = find_topics(reader, engine.tools, taxonomy, week, place.topics)
        topics = () if found is None else found.told
    digests: dict[Scope, Digest] = {}
    told = []
    for edition in wanted:
        scope = choose_scope(edition.audience, edition.product, products)
        if scope not in digests:
            digests[scope] = compose_edition(
                reader, taxonomy, week, scope, options, topics=topics, checked=engine.checked
            )
        told.append(
            render_edition(digests[scope], edition.lang, explorer=explorer, products=products)
        )
    return told


def compose_edition(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    scope: Scope,
    options: WeeklyOptions,
    *,
    topics: tuple[Topic, ...] | None = None,
    checked: pd.DataFrame | None = None,
) -> Digest:
    """Compose the digest of a week for one audience, with all that was found.

    Args:
        reader: The state to read.
        taxonomy: Names everything.
        week: ISO week.
        scope: Whom it is for.
        options: How effects are estimated; the files that people keep.
        topics: Topics worth telling; ``None`` where nobody looked for them.
        checked: Contacts that people read again.

    Returns:
        The digest.
    """
    chosen = ContactFilter(products=(scope.product,)) if scope.product else ContactFilter()
    material = gather(reader, taxonomy, week=week, effect_weeks=options.effect_weeks)
    if material is not None and scope.product:
        material = material.of_group("product", scope.product)
    ranking = None
    if material is not None and material.window:
        ranking = rank_material(material, min_n=options.min_n, checked=checked)
    found = gather_findings(
        reader,
        taxonomy,
        week,
        material=material if ranking else None,
        watched=watch_week(reader, taxonomy, week, chosen=chosen),
        topics=topics,
        kept=options.kept,
        product=scope.product,
        checked=checked,
        min_n=options.min_n,
    )
    if ranking is None or ranking.first_week is None or ranking.week != week:
        return compose_digest(reader, None, taxonomy, week, scope=scope, found=found)
    return compose_digest(
        reader,
        ranking.effects,
        taxonomy,
        week,
        scope=scope,
        scale=ranking.scale,
        effect_weeks=(ranking.first_week, ranking.week),
        notes=[{lang: str(note[lang]) for lang in LANGS} for note in ranking.notes],
        found=found,
    )


def _products(reader: Reader) -> tuple[str, ...]:
    return tuple(queries.filter_options(reader).products)


def _send(
    digests: list[RenderedDigest], workspace: Workspace, engine: Engine, options: WeeklyOptions
) -> DeliveryReport:
    if engine.delivery is None or not options.send:
        return DeliveryReport(())
    messages = build_messages(digests, engine.delivery)
    journal = Journal(workspace.layout.folder)
    return deliver(messages, journal, engine.delivery, resend=options.resend)


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write files whole or not at all: a reader never meets half a digest."""
    paths = []
    for name, content in files.items():
        path = folder / name
        part = path.with_name(f".{name}.part")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            raise InputError(
                f"{path} cannot be written: {error.strerror}. Choose another --output."
            ) from error
        paths.append(path)
    return paths


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
