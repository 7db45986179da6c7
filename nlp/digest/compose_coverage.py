"""What a digest rests on: the last import, rejects, doubts, versions."""

from __future__ import annotations

from nlp.digest.composed import Coverage, ImportFigures
from nlp.digest.model import Headline
from nlp.schemas import UNDATED_WEEK
from nlp.storage import ContactFilter, Reader, queries


def compose_coverage(reader: Reader, of_week: ContactFilter, headline: Headline) -> Coverage:
    """Sum up what a week's figures rest on.

    Args:
        reader: The state to read.
        of_week: The contacts of the week.
        headline: Their figures.

    Returns:
        The coverage; the import, the undated and the unread are those of the whole workspace.
    """
    overview = queries.overview(reader, of_week)
    counts = queries.contact_counts(reader, "week")
    undated = counts.loc[counts["group"] == UNDATED_WEEK, "n_contacts"].sum()
    versions = queries.model_versions(reader)
    return Coverage(
        imported=_imported(reader),
        n_undated=int(undated),
        n_unread=int(versions.loc[versions["in_force"], "n_missing"].sum()),
        n_scored=sum(figure.n for figure in headline.satisfaction),
        abstained=tuple(overview.abstained_share.items()),
        model_version=reader.model_version,
        taxonomy_version=reader.snapshot.taxonomy_version,
    )


def _imported(reader: Reader) -> ImportFigures | None:
    run = queries.last_run(reader)
    if run is None:
        return None
    rejected = queries.reject_counts(reader, run.run_id)
    return ImportFigures(
        imported_on=run.started_at.date(),
        n_read=run.n_read,
        n_kept=run.n_kept,
        n_rejected=run.n_rejected,
        rejects=tuple(
            (str(r), int(n)) for r, n in zip(rejected["reason"], rejected["n"], strict=True)
        ),
    )
