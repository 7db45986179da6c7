"""The direction's digest: ten lines at most, in points and in money."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.digest.blocks import Line, Section
from nlp.digest.composed import Digest
from nlp.digest.findings import Money
from nlp.digest.model import IrritantRow
from nlp.digest.opening import brief, move_sentences, score_line, tiles
from nlp.digest.sections import action_verdict, nothing_moved
from nlp.digest.texts import say, typeset
from nlp.digest.wording import contacts_text, money_text, points_text
from nlp.formatting import share
from nlp.types import Lang

N_LINES = 10
"""Lines at most."""

N_IRRITANTS = 3
"""Irritants told at most."""

N_AMOUNTS = 2
"""Amounts of money, topics, actions or strengths named in one line; more are counted there."""


def executive_section(digest: Digest, lang: Lang) -> Section:
    """The week in ten lines at most, the most weighty first."""
    return Section("lines", "", lines=_lines(digest, lang))


def _lines(digest: Digest, lang: Lang) -> tuple[Line, ...]:
    volume = tiles(digest, lang)[0]
    contacts = ", ".join((volume.value, *volume.details))
    lines = [Line(say("line.contacts", lang), contacts)]
    if digest.is_empty:
        return (*lines, *(Line(say("line.week", lang), text) for text in brief(digest, lang)))
    lines.append(Line(say("line.satisfaction", lang), score_line(digest, lang)))
    lines += _irritants(digest, lang)
    lines.append(Line(say("line.moves", lang), _moves(digest, lang)))
    further = [
        _money(digest, lang),
        _proposal(digest, lang),
        _topics(digest, lang),
        _actions(digest, lang),
        _strengths(digest, lang),
    ]
    return (*lines, *(line for line in further if line))[:N_LINES]


def _moves(digest: Digest, lang: Lang) -> str:
    movement = digest.movement
    if movement.n_watched and not (movement.up or movement.down):
        return nothing_moved(movement, lang)
    return " ".join(move_sentences(digest, lang))


def _irritants(digest: Digest, lang: Lang) -> list[Line]:
    if not digest.top:
        return [Line(say("line.irritants", lang), say("top.none", lang))]
    return [
        Line(say("line.irritant", lang, n=i), _irritant(digest, row, lang))
        for i, row in enumerate(digest.top[:N_IRRITANTS], 1)
    ]


def _irritant(digest: Digest, row: IrritantRow, lang: Lang) -> str:
    parts = [f"{contacts_text(row.n_week, lang)} ({share(row.share_week, lang)})"]
    if row.impact is not None and digest.scale is not None:
        impact = say("line.impact", lang, impact=points_text(row.impact, digest.scale, lang))
        parts.insert(0, impact if row.verdict == "costs" else f"{impact}, {_verdict(row, lang)}")
    of_row = [money for money in digest.money if money.code == row.code]
    parts += _amounts(of_row, lang)
    if row.owner is not None:
        parts.append(say("line.owner", lang, owner=row.owner))
    name = typeset(row.names[lang], lang)
    return name + say("colon", lang) + say("separator", lang).join(parts)


def _verdict(row: IrritantRow, lang: Lang) -> str:
    return say(f"verdict.{row.verdict}", lang)


def _amounts(money: Sequence[Money], lang: Lang) -> list[str]:
    told = [
        say("money.named", lang, name=_within(m.name[lang], lang), amount=money_text(m, lang))
        for m in money[:N_AMOUNTS]
    ]
    return [*told, *_more(len(money), lang)]


def _within(name: str, lang: Lang) -> str:
    """A name as it stands within a sentence: small first letter, unless it is an acronym."""
    told = typeset(name, lang)
    return told if told[1:2].isupper() else told[:1].lower() + told[1:]


def _more(n: int, lang: Lang) -> list[str]:
    """What is counted rather than told."""
    return [say("line.more", lang, n=n - N_AMOUNTS)] if n > N_AMOUNTS else []


def _money(digest: Digest, lang: Lang) -> Line | None:
    """What concerns the service as a whole."""
    amounts = _amounts([money for money in digest.money if money.code is None], lang)
    line = _joined("line.money", amounts, lang)
    return line and Line(line.label, line.text[:1].upper() + line.text[1:])


def _proposal(digest: Digest, lang: Lang) -> Line | None:
    """What the fall of the first irritants would bring."""
    scale = digest.scale
    halved = [
        say(
            "line.half",
            lang,
            name=typeset(row.names[lang], lang),
            gain=points_text(row.proposal.gain, scale, lang),
        )
        for row in digest.top[:N_IRRITANTS]
        if scale is not None
        and row.verdict == "costs"
        and row.proposal is not None
        and row.proposal.gain is not None
    ]
    return _joined("line.proposal", halved[:1], lang)


def _topics(digest: Digest, lang: Lang) -> Line | None:
    if digest.topics is None:
        return None
    names = [
        f"{typeset(topic.names[lang], lang)} ({contacts_text(topic.n_week, lang)})"
        for topic in digest.topics[:N_AMOUNTS]
    ]
    told = [*names, *_more(len(digest.topics), lang)] or [say("line.no_topic", lang)]
    return _joined("line.topics", told, lang)


def _actions(digest: Digest, lang: Lang) -> Line | None:
    actions = digest.actions or ()
    told = [
        f"{typeset(action.names[lang], lang)}, {action_verdict(action, lang)}"
        for action in actions[:N_AMOUNTS]
    ]
    return _joined("line.actions", [*told, *_more(len(actions), lang)], lang)


def _strengths(digest: Digest, lang: Lang) -> Line | None:
    names = [typeset(strength.names[lang], lang) for strength in digest.strengths[:N_AMOUNTS]]
    return _joined("line.strengths", [", ".join(names)] if names else [], lang)


def _joined(key: str, told: Sequence[str], lang: Lang) -> Line | None:
    return Line(say(key, lang), say("separator", lang).join(told)) if told else None
