"""A verbatim as a card."""

from __future__ import annotations

from collections.abc import Iterator

from app import formats
from app.highlight import KINDS, escape, highlight
from app.i18n import Words
from app.labels import Labels
from nlp import formatting
from nlp.storage.queries import SpokenTurn, Verbatim
from nlp.types import SCALE_BOUNDS, Satisfaction

LONG_TEXT = 2_000
"""Code points above which a text scrolls inside its card."""


def legend(words: Words) -> str:
    """HTML of the key to the highlights."""
    keys = "".join(
        f'<mark class="on-{kind}">{escape(words(f"label.{kind}"))}</mark>'
        for kind in KINDS
        if kind != "sentiment"
    )
    return f'<p class="legend"><span>{escape(words("verbatims.legend"))}</span>{keys}</p>'


def cards(verbatims: tuple[Verbatim, ...], labels: Labels) -> str:
    """HTML of the cards of a page, in order."""
    return "".join(card(verbatim, labels) for verbatim in verbatims)


def card(verbatim: Verbatim, labels: Labels) -> str:
    """HTML of one card: who and when, the words, the labels.

    Args:
        verbatim: The contact, redacted.
        labels: Names in the screen's language.

    Returns:
        An ``article``; every text of the contact is escaped.
    """
    long = len(verbatim.text) > LONG_TEXT
    hint = labels.words("card.long")
    scroll = f' tabindex="0" role="region" aria-label="{escape(hint)}"' if long else ""
    return (
        f'<article class="card {escape(verbatim.sentiment)}">'
        f"<header><p>{_about(verbatim, labels.words)}</p>"
        f"<p>{_feeling(verbatim, labels.words)}</p></header>"
        f'<div class="words{" long" if long else ""}" dir="auto" lang="{escape(verbatim.lang)}"'
        f"{scroll}>{_words(verbatim, labels)}</div>"
        f"<footer><p>{''.join(_chips(verbatim, labels))}</p>"
        f'<p class="source">{_origin(verbatim, labels.words)}</p></footer></article>'
    )


def _about(verbatim: Verbatim, words: Words) -> str:
    lang = words.lang
    when = verbatim.occurred_at
    facts = [
        formats.day(when.date(), lang) if when else formats.week_name(verbatim.week, lang),
        words.name_of("channel", verbatim.channel),
        words.name_of("lang", verbatim.lang),
        verbatim.product,
        verbatim.segment,
        verbatim.team,
    ]
    return " · ".join(
        f"<b>{escape(fact)}</b>" if i == 0 else escape(fact) for i, fact in enumerate(facts) if fact
    )


def _feeling(verbatim: Verbatim, words: Words) -> str:
    polarity = formatting.signed(verbatim.sentiment_score, words.lang, digits=2)
    sentiment = (
        f'<span class="feeling {escape(verbatim.sentiment)}" '
        f'title="{escape(words("card.polarity", value=polarity))}">'
        f"{escape(words.name_of('sentiment', verbatim.sentiment))}</span>"
    )
    if verbatim.satisfaction is None:
        return sentiment
    return f'{sentiment}<span class="score">{escape(score(verbatim.satisfaction, words))}</span>'


def score(answer: Satisfaction, words: Words) -> str:
    """An answer with its scale: ``2 sur 10``, ``2 out of 10``, ``85 %``."""
    decimals = 0 if answer.value == int(answer.value) else 1
    value = formatting.number(answer.value, words.lang, digits=decimals)
    if answer.scale == "percent":
        return words("card.percent", value=value)
    top = formatting.number(SCALE_BOUNDS[answer.scale][1], words.lang)
    return words("card.score", value=value, top=top)


def _words(verbatim: Verbatim, labels: Labels) -> str:
    if not verbatim.turns:
        return highlight(verbatim.text, verbatim.evidence, labels.name)
    return "".join(_conversation(verbatim, labels))


def _conversation(verbatim: Verbatim, labels: Labels) -> Iterator[str]:
    """Turns one under the other; words outside every turn keep their place."""
    at = 0
    for turn in sorted(verbatim.turns, key=lambda turn: turn.start):
        yield _between(verbatim, labels, at, turn.start)
        yield _turn(verbatim, labels, turn)
        at = max(at, turn.end)
    yield _between(verbatim, labels, at, len(verbatim.text))


def _turn(verbatim: Verbatim, labels: Labels, turn: SpokenTurn) -> str:
    who = labels.words(f"speaker.{turn.speaker}")
    clock = "" if turn.started_at_s is None else f" {formats.clock(turn.started_at_s)}"
    said = highlight(verbatim.text, verbatim.evidence, labels.name, start=turn.start, end=turn.end)
    return (
        f'<div class="turn {escape(turn.speaker)}"><span class="who">{escape(who)}'
        f"<small>{clock}</small></span><span>{said}</span></div>"
    )


def _between(verbatim: Verbatim, labels: Labels, start: int, end: int) -> str:
    if not verbatim.text[start:end].strip():
        return ""
    said = highlight(verbatim.text, verbatim.evidence, labels.name, start=start, end=end)
    return f'<div class="turn"><span class="who"></span><span>{said}</span></div>'


def _chips(verbatim: Verbatim, labels: Labels) -> Iterator[str]:
    coded = {
        "irritant": verbatim.irritants,
        "praise": verbatim.praises,
        "signal": verbatim.signals,
        "reason": verbatim.reasons,
    }
    for kind, codes in coded.items():
        if codes:
            chips = "".join(
                f'<span class="chip {kind}">{escape(labels.name(kind, code))}</span>'
                for code in codes
            )
            name = escape(labels.words(f"label.{kind}"))
            yield f'<span class="chips"><i>{name}</i>{chips}</span>'
    if verbatim.abstained:
        kinds = ", ".join(labels.words(f"label.{kind}").lower() for kind in verbatim.abstained)
        yield f'<span class="chip doubt">{escape(labels.words("card.doubt", kinds=kinds))}</span>'


def _origin(verbatim: Verbatim, words: Words) -> str:
    row = formatting.number(verbatim.row, words.lang)
    origin = words("card.source", source=verbatim.source, row=row)
    if verbatim.score is None:
        return escape(origin)
    sure = words("card.probability", value=formatting.number(verbatim.score, words.lang, digits=2))
    return f"{escape(sure)} · {escape(origin)}"
