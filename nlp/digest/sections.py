"""Parts of the page besides the irritants: movers, topics, strengths, actions, money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from nlp.digest.actions import FOLLOWED_WEEKS
from nlp.digest.blocks import Entry, Line, Link, QuoteText, Section
from nlp.digest.composed import Digest
from nlp.digest.findings import ActionFollowUp, Money, Movement, Mover, Topic
from nlp.digest.links import Explorer
from nlp.digest.model import Estimate, Quote, Strength
from nlp.digest.quoting import N_TOPICS
from nlp.digest.texts import say, typeset
from nlp.digest.weeks import day_name
from nlp.digest.wording import (
    Tone,
    contacts_text,
    mark_of,
    money_text,
    number_of_week,
    points_text,
    quote_source,
    share_points,
    share_range,
    signal_word,
    tone_of,
    weeks_text,
    with_range,
)
from nlp.drivers.views.change import MIN_WEEKS, N_WEEKS
from nlp.formatting import number, share
from nlp.types import LANGS, Lang, Scale

N_NOISE = 3
"""Largest moves that are noise told at most."""

N_SIGNALS = 8
"""Signals told in a sentence each; more are named."""

N_ACTIONS = 8
"""Actions told, the latest; more are counted."""

N_AMOUNTS = 12
"""Amounts of money told; more are counted."""


def movers_section(digest: Digest, lang: Lang, explorer: Explorer | None) -> Section:
    """What moved up and down, signals first, then the largest moves that are noise."""
    movement = digest.movement
    title = say("movers", lang)
    notes = tuple(note[lang] for note in movement.notes)
    if not movement.n_watched:
        remark = None if notes else say("movers.no_history", lang, n=MIN_WEEKS)
        return Section("movers", title, notes, remark=remark)
    told = {row.code for row in digest.top}
    signals = (*movement.up, *movement.down)
    shown = (*signals[:N_SIGNALS], *movement.noise[:N_NOISE])
    return Section(
        "movers",
        title,
        notes,
        intro=_movers_intro(movement, lang) if signals else _quiet_intro(movement, lang),
        entries=tuple(_mover(digest, mover, told, lang, explorer) for mover in shown),
        remark=" ".join(_after_movers(movement, signals, lang)) or None,
    )


def topics_section(digest: Digest, lang: Lang) -> Section | None:
    """Subjects outside the taxonomy; ``None`` where nobody looked for them."""
    if digest.topics is None:
        return None
    title = say("topics", lang)
    if not digest.topics:
        return Section("topics", title, remark=say("topics.none", lang))
    return Section(
        "topics",
        title,
        intro=say("topics.intro", lang),
        entries=tuple(_topic(topic, lang) for topic in digest.topics[:N_TOPICS]),
        remark=_named("topics.more", digest.topics[N_TOPICS:], lang),
    )


def strengths_section(digest: Digest, lang: Lang, explorer: Explorer | None) -> Section:
    """What pleases."""
    title = say("strengths", lang)
    if not digest.strengths:
        return Section("strengths", title, remark=say("strengths.none", lang))
    sure = any(strength.lift is not None for strength in digest.strengths)
    return Section(
        "strengths",
        title,
        intro=say("strengths.sure" if sure else "strengths.unsure", lang),
        entries=tuple(
            Entry(
                mark="",
                name=typeset(strength.names[lang], lang),
                tone="good",
                text=_praised(strength, digest.scale, lang),
                quotes=quote_texts(strength.quotes, lang),
                link=contacts_link(digest, "praise", strength.code, lang, explorer)
                if strength.n_week
                else None,
            )
            for strength in digest.strengths
        ),
    )


def actions_section(digest: Digest, lang: Lang) -> Section | None:
    """What was done and what followed; ``None`` where no list of actions is kept."""
    if digest.actions is None:
        return None
    title = say("actions", lang)
    if not digest.actions:
        remark = say("actions.none", lang, n=FOLLOWED_WEEKS)
        return Section("actions", title, remark=remark)
    n_more = len(digest.actions) - N_ACTIONS
    return Section(
        "actions",
        title,
        intro=say("actions.intro", lang),
        entries=tuple(_action(action, lang) for action in digest.actions[:N_ACTIONS]),
        remark=say("actions.more", lang, n=n_more) if n_more > 0 else None,
    )


def money_section(digest: Digest, lang: Lang) -> Section | None:
    """Figures in money; ``None`` where there are none."""
    if not digest.money:
        return None
    n_more = len(digest.money) - N_AMOUNTS
    more = [say("money.more", lang, n=n_more)] if n_more > 0 else []
    return Section(
        "money",
        say("money", lang),
        intro=say("money.intro", lang),
        lines=tuple(
            Line(_money_name(money, lang), money_text(money, lang))
            for money in digest.money[:N_AMOUNTS]
        ),
        remark=" ".join((*more, *money_assumptions(digest.money[:N_AMOUNTS], lang))),
    )


def money_assumptions(money: Sequence[Money], lang: Lang) -> tuple[str, ...]:
    """What each kind of figure takes for granted, said once."""
    told = {m.name[lang]: m.assumption[lang] for m in money}
    return tuple(
        say("money.assumes", lang, name=typeset(name, lang), text=typeset(text, lang))
        for name, text in told.items()
    )


def action_verdict(action: ActionFollowUp, lang: Lang) -> str:
    """What followed an action, in a few words."""
    chip = "too_few_chip" if action.verdict == "too_few" else action.verdict
    return say(f"action.{chip}", lang)


def contacts_link(
    digest: Digest,
    kind: Literal["irritant", "praise", "reason"],
    code: str,
    lang: Lang,
    explorer: Explorer | None,
) -> Link | None:
    """Link to the contacts of the week that carry a label; ``None`` without an explorer."""
    if explorer is None:
        return None
    return Link(say("link.irritant", lang), explorer.verbatims(digest.of_week, kind, code))


def quote_texts(quotes: Sequence[Quote], lang: Lang) -> tuple[QuoteText, ...]:
    """Quotes between the quotation marks of a language."""
    opening, closing = say("quote", lang, text="|").split("|")
    return tuple(
        QuoteText(q.lang, opening, q.lead, q.evidence, q.tail, closing, quote_source(q, lang))
        for q in quotes
    )


def budget_text(budget: float, lang: Lang) -> str:
    """``une fausse alerte admise``."""
    if budget == 1:
        return say("budget.one", lang)
    return say("budget.many", lang, n=number(budget, lang, digits=0 if budget % 1 == 0 else 1))


def _movers_intro(movement: Movement, lang: Lang) -> str:
    if movement.budget is None:
        return say("movers.intro", lang, n_weeks=N_WEEKS)
    return say("movers.watched", lang, budget=budget_text(movement.budget, lang))


def _after_movers(movement: Movement, signals: Sequence[Mover], lang: Lang) -> list[str]:
    """The signals that are named only, and what chance would bring."""
    told = [_named("movers.more", signals[N_SIGNALS:], lang)]
    told.append(_by_chance(movement, lang) if signals else None)
    return [text for text in told if text]


def _named(key: str, items: Sequence[Mover | Topic], lang: Lang) -> str | None:
    """A sentence that names what is not told in full; ``None`` if there is nothing."""
    names = ", ".join(typeset(item.names[lang], lang) for item in items)
    return say(key, lang, names=names) if names else None


def _by_chance(movement: Movement, lang: Lang) -> str | None:
    if movement.budget is not None:
        return None
    chance = number(max(round(movement.by_chance), 1), lang)
    return say("movers.chance", lang, n=movement.n_watched, chance=chance)


def nothing_moved(movement: Movement, lang: Lang) -> str:
    """That nothing significant moved, and what would have been seen."""
    n, seen = number(movement.n_watched, lang), movement.detectable
    if seen is None:
        return say("movers.none_bare", lang, n=n)
    change = share_points(seen.change, lang).lstrip("+")
    if seen.usual is None:
        return say("movers.none", lang, n=n, change=change)
    usual, then = (share(x, lang) for x in (seen.usual, seen.usual + seen.change))
    return say("movers.none_watched", lang, n=n, change=change, usual=usual, seen=then)


def _quiet_intro(movement: Movement, lang: Lang) -> str:
    told = nothing_moved(movement, lang)
    return f"{told} {say('movers.noise', lang)}" if movement.noise else told


def _mover(
    digest: Digest, mover: Mover, told: set[str], lang: Lang, explorer: Explorer | None
) -> Entry:
    name = typeset(mover.names[lang], lang)
    if mover.kind != "irritant":
        name = f"{name} ({say(f'kind.of.{mover.kind}', lang)})"
    link = None
    if mover.is_signal and mover.n_week and mover.kind != "topic" and mover.code not in told:
        link = contacts_link(digest, mover.kind, mover.code, lang, explorer)
    change, is_signal = mover.change.value, mover.is_signal
    bad = mover.kind == "irritant"
    tone: Tone = tone_of(change, is_signal=is_signal, more_is_bad=True) if bad else "flat"
    return Entry(
        mark=mark_of(change, is_signal=True),
        name=name,
        tone=tone,
        text=_move(mover, digest.week, lang),
        chip=signal_word(lang, is_signal),
        quotes=() if mover.code in told else quote_texts(mover.quotes, lang),
        link=link,
    )


def _move(mover: Mover, week: str, lang: Lang) -> str:
    now, usual = share(mover.share_week, lang), share(mover.usual, lang)
    if mover.band is None:
        change = with_range(share_points(mover.change.value, lang), share_range(mover.change, lang))
        return say("move", lang, now=now, usual=usual, change=change)
    low, high = (share(end, lang) for end in mover.band)
    told = [say("move.watched", lang, now=now, usual=usual, low=low, high=high)]
    if mover.since is not None:
        ends = [mover.since.week, mover.since.low, mover.since.high]
        began, low, high = (number_of_week(end, lang, week) for end in ends)
        key = "move.since" if low == high else "move.since_between"
        told.append(say(key, lang, week=began, low=low, high=high))
    told += [say("move.ongoing", lang)] if mover.is_ongoing and mover.is_signal else []
    told += [say("move.care", lang)] if mover.with_care else []
    return " ".join(told)


def _topic(topic: Topic, lang: Lang) -> Entry:
    told = [
        f"{contacts_text(topic.n_week, lang)} · {share(topic.share_week, lang)}.",
        say("topic.number", lang, number=topic.topic_id),
    ]
    words = [", ".join(topic.terms[x]) for x in (lang, *LANGS) if topic.terms.get(x)]
    if words:
        shown = say("separator", lang).join(dict.fromkeys(words))
        told.append(say("topic.words", lang, words=shown))
    if topic.nearest is not None:
        told.append(say("topic.nearest", lang, name=typeset(topic.nearest[lang], lang)))
    chip = say(f"topic.{topic.event}", lang)
    if topic.is_new_irritant:
        chip = f"{chip} · {say('topic.new_irritant', lang)}"
    return Entry(
        mark="",
        name=typeset(topic.names[lang], lang),
        tone="bad" if topic.is_new_irritant else "flat",
        text=" ".join(told),
        chip=chip,
        quotes=quote_texts(topic.quotes, lang),
    )


def _praised(strength: Strength, scale: Scale | None, lang: Lang) -> str:
    told = f"{contacts_text(strength.n_week, lang)} · {share(strength.share_week, lang)}"
    if strength.lift is None or scale is None:
        return told
    lift = say("strength.lift", lang, lift=points_text(strength.lift, scale, lang))
    return f"{told} · {lift}"


def _action(action: ActionFollowUp, lang: Lang) -> Entry:
    key = "action" if action.owner is None else "action.owner"
    day = day_name(action.taken_on, lang)
    told = [say(key, lang, day=day, owner=action.owner, what=action.what).rstrip(".") + "."]
    if action.change is not None and action.before is not None and action.after is not None:
        told.append(_effect(action, action.change, action.before, action.after, lang))
    elif action.verdict == "too_few":
        told.append(say("action.too_few", lang, weeks=weeks_text(action.weeks_after, lang)))
    tones: dict[str, Tone] = {"fell": "good", "rose": "bad"}
    return Entry(
        mark="",
        name=typeset(action.names[lang], lang),
        tone=tones.get(action.verdict, "flat"),
        text=" ".join(told),
        chip=action_verdict(action, lang),
    )


def _effect(
    action: ActionFollowUp, change: Estimate, before: float, after: float, lang: Lang
) -> str:
    return say(
        "action.effect",
        lang,
        before=share(before, lang),
        after=share(after, lang),
        expected=share(max(after - change.value, 0.0), lang),
        change=with_range(share_points(change.value, lang), share_range(change, lang)),
        weeks=weeks_text(action.weeks_after, lang),
    )


def _money_name(money: Money, lang: Lang) -> str:
    name = typeset(money.name[lang], lang)
    return f"{typeset(money.subject[lang], lang)} · {name}" if money.subject else name
