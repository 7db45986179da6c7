"""The irritants told in full: figures, owner, proposal, quotes."""

from __future__ import annotations

from typing import get_args

from nlp.digest.blocks import Badge, Entry, Figure, Line, Link, Section
from nlp.digest.composed import Digest
from nlp.digest.links import Explorer
from nlp.digest.model import Estimate, IrritantRow, Proposal
from nlp.digest.opening import change_badge, verdict_badge, why_by_volume
from nlp.digest.sections import contacts_link, quote_texts
from nlp.digest.texts import say, typeset
from nlp.digest.weeks import week_range
from nlp.digest.wording import (
    contacts_text,
    digits_of,
    estimate_text,
    number_of_week,
    points_text,
    share_points,
    share_range,
    unit_text,
)
from nlp.drivers import CAUSE_TEXTS, Cause
from nlp.formatting import number, share
from nlp.types import Lang, Scale


def top_section(digest: Digest, lang: Lang, explorer: Explorer | None) -> Section:
    """The first irritants of the ranking."""
    if not digest.top:
        return Section("top", say("top.volume", lang), remark=say("top.none", lang))
    priced = digest.scale is not None and digest.is_priced
    if priced and digest.scale is not None:
        unit = unit_text(digest.scale, lang)
        weeks = week_range(*(digest.effect_weeks or (digest.week, digest.week)), lang)
        title, intro = say("top", lang), say("top.intro", lang, unit=unit, weeks=weeks)
    else:
        title, intro = say("top.volume", lang), why_by_volume(digest, lang)
    return Section(
        "top",
        title,
        intro=intro,
        entries=tuple(
            _card(digest, row, digest.scale if priced else None, lang, explorer)
            for row in digest.top
        ),
        remark=_owners_unset(digest, lang),
    )


def _owners_unset(digest: Digest, lang: Lang) -> str | None:
    """The irritants told that nobody answers for, said once."""
    unset = [typeset(row.names[lang], lang) for row in digest.top if row.owner is None]
    if len(unset) == len(digest.top):
        return say("owner.unset_all", lang)
    names = say("separator", lang).join(unset)
    return say("owner.unset", lang, names=names) if unset else None


def _card(
    digest: Digest, row: IrritantRow, scale: Scale | None, lang: Lang, explorer: Explorer | None
) -> Entry:
    """An irritant told in full; without ``scale`` nothing is said of satisfaction."""
    figures = [
        Figure(
            say("figure.week", lang),
            contacts_text(row.n_week, lang),
            say("of_contacts", lang, share=share(row.share_week, lang)),
        ),
        _change_figure(digest, row, lang),
    ]
    if scale is not None and row.effect is not None and row.impact is not None:
        figures.append(_score_figure("figure.effect", row.effect, scale, lang))
        figures.append(_score_figure("figure.impact", row.impact, scale, lang))
    return Entry(
        mark=number(row.rank, lang),
        name=typeset(row.names[lang], lang),
        tone="bad" if row.verdict == "costs" else "flat",
        figures=tuple(figures),
        chip=say(f"verdict.{row.verdict}", lang) if scale and row.verdict != "costs" else None,
        quotes=quote_texts(row.quotes, lang),
        facts=_facts(digest, row, lang),
        link=_link(digest, row, lang, explorer),
        remark=_remark(row, lang, priced=scale is not None),
    )


def _facts(digest: Digest, row: IrritantRow, lang: Lang) -> tuple[Line, ...]:
    facts = [] if row.owner is None else [Line(say("owner", lang), row.owner)]
    if row.proposal is not None:
        facts.append(Line(say("proposal", lang), _proposal(row.proposal, digest.scale, lang)))
    return tuple(facts)


def _proposal(proposal: Proposal, scale: Scale | None, lang: Lang) -> str:
    phrases = [
        say("proposal.phrase", lang, text=phrase.text, n=contacts_text(phrase.n, lang))
        for phrase in proposal.phrases
    ]
    told = [say("proposal.no_phrases", lang)]
    if phrases:
        told = [say("proposal.phrases", lang, phrases=say("separator", lang).join(phrases))]
    if proposal.gain is None or scale is None:
        return " ".join([*told, say("proposal.no_gain", lang)])
    told.append(say("proposal.gain", lang, gain=points_text(proposal.gain, scale, lang)))
    if not proposal.gain.is_signal:
        told.append(say("proposal.unsure", lang))
    return " ".join(told)


def _link(digest: Digest, row: IrritantRow, lang: Lang, explorer: Explorer | None) -> Link | None:
    return contacts_link(digest, "irritant", row.code, lang, explorer) if row.n_week else None


def _remark(row: IrritantRow, lang: Lang, *, priced: bool) -> str | None:
    """Why a card lacks its effect among others that have one, or its quotes."""
    if priced and row.effect is None and row.cause in get_args(Cause):
        cause: Cause = row.cause  # type: ignore[assignment]  # checked on the line above
        return CAUSE_TEXTS[cause][lang]
    if row.quotes:
        return None
    return say("same_quotes" if row.n_week else "no_quote", lang)


def _change_figure(digest: Digest, row: IrritantRow, lang: Lang) -> Figure:
    label = say("figure.change", lang)
    badge, since = _judged(digest, row, lang)
    if row.change is None:
        return Figure(label, "–", since or say("no_history", lang), badge)
    interval = _bracketed(share_range(row.change, lang))
    detail = ", ".join(part for part in (interval, since) if part)
    return Figure(label, share_points(row.change.value, lang), detail or None, badge)


def _judged(digest: Digest, row: IrritantRow, lang: Lang) -> tuple[Badge | None, str | None]:
    """Signal or noise, and since when: as the watch says, else by the interval."""
    if digest.movement.budget is None:
        change = row.change
        return (change_badge(change, lang, more_is_bad=True) if change else None), None
    mover = digest.movement.of_irritant(row.code)
    if mover is None:
        return None, None
    badge = verdict_badge(mover.change.value, lang, is_signal=mover.is_signal, more_is_bad=True)
    since = mover.since
    if since is None:
        return badge, None
    return badge, say("since", lang, week=number_of_week(since.week, lang, digest.week))


def _score_figure(key: str, estimate: Estimate, scale: Scale, lang: Lang) -> Figure:
    value, interval = estimate_text(estimate, lang, digits_of(estimate, scale))
    return Figure(say(key, lang), value, _bracketed(interval))


def _bracketed(interval: str | None) -> str | None:
    return None if interval is None else f"({interval})"
