"""The foot of the page: what the digest rests on, and how to read it."""

from __future__ import annotations

from nlp.digest.blocks import Line
from nlp.digest.composed import Coverage, Digest
from nlp.digest.texts import say, typeset
from nlp.digest.weeks import day_name
from nlp.formatting import number, share
from nlp.readers.ledger import reason_name
from nlp.types import Lang


def coverage_lines(digest: Digest, lang: Lang) -> tuple[Line, ...]:
    """What was imported, rejected, scored, doubted, left out, and by which versions."""
    coverage = digest.coverage
    lines = _import_lines(coverage, lang)
    n = digest.headline.volume.n
    if n:
        scored = say(
            "cover.scored_share",
            lang,
            n=number(coverage.n_scored, lang),
            total=number(n, lang),
            share=share(coverage.n_scored / n, lang, digits=0),
        )
        lines.append(Line(say("cover.scored", lang), scored))
        lines.append(Line(say("cover.doubt", lang), _doubt(coverage, lang)))
    for key, count in (("undated", coverage.n_undated), ("unread", coverage.n_unread)):
        if count:
            text = say(f"cover.{key}_n", lang, n=number(count, lang))
            lines.append(Line(say(f"cover.{key}", lang), text))
    versions = say(
        "cover.versions_text",
        lang,
        model=coverage.model_version,
        taxonomy=coverage.taxonomy_version,
    )
    return (*lines, Line(say("cover.versions", lang), versions))


def method_lines(digest: Digest, lang: Lang) -> tuple[str, ...]:
    """Definitions of the figures shown, and what was decided when they were estimated."""
    notes = tuple(typeset(note[lang], lang) for note in digest.notes)
    if digest.is_empty:
        return ()
    keys = ["method.effect", "method.impact"] if digest.charted else []
    keys.append("method.signal")
    if digest.movement.budget is not None:
        keys.append("method.watch")
    if any(row.proposal and row.proposal.gain for row in digest.top):
        keys.append("method.gain")
    return (*(say(key, lang) for key in keys), *notes)


def _import_lines(coverage: Coverage, lang: Lang) -> list[Line]:
    imported = coverage.imported
    if imported is None:
        return []
    rows = say(
        "cover.rows",
        lang,
        day=day_name(imported.imported_on, lang),
        read=number(imported.n_read, lang),
        kept=number(imported.n_kept, lang),
        rejected=number(imported.n_rejected, lang),
    )
    lines = [Line(say("cover.import", lang), rows)]
    if imported.rejects:
        reasons = (
            f"{reason_name(reason, lang)}\u00a0{number(n, lang)}" for reason, n in imported.rejects
        )
        lines.append(Line(say("cover.rejects", lang), " · ".join(reasons)))
    return lines


def _doubt(coverage: Coverage, lang: Lang) -> str:
    if not coverage.abstained:
        return say("cover.no_doubt", lang)
    return " · ".join(
        say(f"kind.{kind}", lang, share=share(part, lang, digits=0))
        for kind, part in coverage.abstained
    )
