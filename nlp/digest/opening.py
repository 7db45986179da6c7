"""The head of the page: the week in a few sentences, its figures, its counts."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.digest.blocks import Badge, Line, Tile
from nlp.digest.composed import Digest
from nlp.digest.findings import Mover
from nlp.digest.model import Estimate, ScaleFigure, ShareFigure
from nlp.digest.texts import say, typeset
from nlp.digest.wording import (
    counts_text,
    headline_score,
    mark_of,
    scale_name,
    score_change_text,
    score_points,
    share_points,
    share_range,
    signal_word,
    tone_of,
    unit_text,
    with_range,
)
from nlp.drivers.views.change import N_WEEKS
from nlp.formatting import number, share
from nlp.types import Lang

N_LISTED = 3
"""Series named in the sum-up; the others are counted there and told below."""


def brief(digest: Digest, lang: Lang) -> tuple[str, ...]:
    """The week in two to four sentences: what moved, then what costs most."""
    if digest.is_empty:
        return (say("empty", lang),)
    return (*_score_sentences(digest, lang), *move_sentences(digest, lang), _cost(digest, lang))


def tiles(digest: Digest, lang: Lang) -> tuple[Tile, ...]:
    """Contacts, satisfaction, negative contacts; the first alone without contacts."""
    volume = _volume_tile(digest, lang)
    if digest.is_empty:
        return (volume,)
    headline = digest.headline
    main = headline.satisfaction[0] if headline.satisfaction else None
    told = [volume, _score_tile(main, lang)]
    if headline.negative is not None and headline.mixed is not None:
        told.append(_negative_tile(headline.negative, headline.mixed, lang))
    return tuple(told)


def count_lines(digest: Digest, lang: Lang) -> tuple[Line, ...]:
    """Contacts per language and channel, and the scores on other scales."""
    headline = digest.headline
    if digest.is_empty:
        return ()
    lines = [
        Line(say("langs", lang), counts_text("lang", headline.by_lang, lang)),
        Line(say("channels", lang), counts_text("channel", headline.by_channel, lang)),
    ]
    others = [f for f in headline.satisfaction[1:] if f.score is not None]
    if others:
        lines.append(Line(say("other_scales", lang), " · ".join(_other(f, lang) for f in others)))
    return tuple(lines)


def change_badge(change: Estimate, lang: Lang, *, more_is_bad: bool) -> Badge:
    """Judge a change by its interval."""
    return verdict_badge(change.value, lang, is_signal=change.is_signal, more_is_bad=more_is_bad)


def verdict_badge(value: float, lang: Lang, *, is_signal: bool, more_is_bad: bool) -> Badge:
    """A change that was judged: its direction, ``signal`` or ``bruit``."""
    tone = tone_of(value, is_signal=is_signal, more_is_bad=more_is_bad)
    return Badge(f"{mark_of(value, is_signal=is_signal)}\u00a0{signal_word(lang, is_signal)}", tone)


def score_line(digest: Digest, lang: Lang) -> str:
    """Satisfaction and the share of negative contacts in one line."""
    headline = digest.headline
    parts = []
    main = headline.satisfaction[0] if headline.satisfaction else None
    if main is None or main.score is None:
        parts.append(say("tile.no_answer", lang))
    else:
        value, margin = headline_score(main.score, main.scale, lang)
        told = " ".join(part for part in (scale_name(main.scale, lang), value, margin) if part)
        parts.append(f"{told} ({_answers(main.n, lang)})")
        if main.change is None:
            parts.append(say("tile.no_change", lang))
        else:
            change = score_change_text(main.change, main.scale, lang)
            against = say("tile.change", lang, change=change, n_weeks=N_WEEKS)
            parts.append(f"{against}, {signal_word(lang, main.change.is_signal)}")
    if headline.negative is not None:
        negative = share(headline.negative.share, lang, digits=0)
        parts.append(say("line.negative", lang, share=negative))
    return say("separator", lang).join(parts)


def _score_sentences(digest: Digest, lang: Lang) -> tuple[str, ...]:
    figures = digest.headline.satisfaction[:1]
    return tuple(
        say(
            "brief.score",
            lang,
            scale=scale_name(f.scale, lang),
            direction=say("score.up" if f.change.value > 0 else "score.down", lang),
            change=score_change_text(f.change, f.scale, lang),
        )
        for f in figures
        if f.change is not None and f.change.is_signal
    )


def move_sentences(digest: Digest, lang: Lang) -> tuple[str, ...]:
    """What moved, in a sentence or two."""
    movement = digest.movement
    if digest.is_quiet:
        return (say("brief.quiet", lang),)
    if not movement.n_watched:
        return tuple(note[lang] for note in movement.notes) or (say("brief.no_history", lang),)
    told = [("brief.up", movement.up), ("brief.down", movement.down)]
    sentences = [say(key, lang, names=_listed(rows, lang)) for key, rows in told if rows]
    if not sentences:
        return (say("brief.no_move", lang),)
    if movement.budget is None and _n_moved(digest) <= movement.by_chance:
        return (say("brief.chance", lang, moves=" ".join(sentences)),)
    return tuple(sentences)


def _n_moved(digest: Digest) -> int:
    return len(digest.movement.up) + len(digest.movement.down)


def _listed(rows: Sequence[Mover], lang: Lang) -> str:
    """The first rows by name, and how many more the section below tells."""
    shown = rows[:N_LISTED] if len(rows) > N_LISTED + 1 else rows
    names = ", ".join(
        f"{typeset(row.names[lang], lang)} ({share_points(row.change.value, lang)})"
        for row in shown
    )
    n_more = len(rows) - len(shown)
    return say("more", lang, names=names, n=n_more) if n_more else names


def _cost(digest: Digest, lang: Lang) -> str:
    if not digest.is_priced:
        return why_by_volume(digest, lang)
    first = digest.top[0]
    if first.verdict != "costs" or first.impact is None or digest.scale is None:
        return say("brief.no_cost", lang)
    impact = score_points(first.impact.value, digest.scale, lang)
    return say("brief.cost", lang, name=typeset(first.names[lang], lang), impact=impact)


def why_by_volume(digest: Digest, lang: Lang) -> str:
    """Why no irritant has an effect."""
    return say("brief.no_score" if digest.scale is None else "brief.few_scores", lang)


def _volume_tile(digest: Digest, lang: Lang) -> Tile:
    volume = digest.headline.volume
    label, value = say("tile.contacts", lang), number(volume.n, lang)
    if volume.usual is None:
        return Tile(label, value, details=(say("tile.first", lang),))
    key = "tile.usual_one" if volume.n_weeks == 1 else "tile.usual"
    usual = say(
        key,
        lang,
        usual=number(volume.usual, lang),
        low=number(volume.usual_low or 0, lang),
        high=number(volume.usual_high or 0, lang),
        n=volume.n_weeks,
    )
    return Tile(label, value, details=(usual,))


def _score_tile(figure: ScaleFigure | None, lang: Lang) -> Tile:
    if figure is None or figure.score is None:
        return Tile(say("tile.no_scale", lang), "–", details=(say("tile.no_answer", lang),))
    value, margin = headline_score(figure.score, figure.scale, lang)
    details = [_answers(figure.n, lang)]
    if figure.scale == "nps" and figure.mean is not None:
        mean = f"{number(figure.mean.value, lang, digits=1)}/10"
        details[0] += " · " + say("tile.mean", lang, mean=mean)
    else:
        details[0] += f" · {unit_text(figure.scale, lang)}"
    label = say("tile.satisfaction", lang, scale=scale_name(figure.scale, lang))
    if figure.change is None:
        return Tile(label, value, margin, (*details, say("tile.no_change", lang)))
    change = score_change_text(figure.change, figure.scale, lang)
    details.append(say("tile.change", lang, change=change, n_weeks=N_WEEKS))
    badge = change_badge(figure.change, lang, more_is_bad=False)
    return Tile(label, value, margin, tuple(details), badge)


def _negative_tile(negative: ShareFigure, mixed: ShareFigure, lang: Lang) -> Tile:
    label, value = say("tile.negative", lang), share(negative.share, lang, digits=0)
    details = [say("tile.mixed", lang, share=share(mixed.share, lang, digits=0))]
    if negative.change is None:
        return Tile(label, value, details=(*details, say("tile.no_change", lang)))
    interval = share_range(negative.change, lang)
    change = with_range(share_points(negative.change.value, lang), interval)
    details.append(say("tile.change", lang, change=change, n_weeks=N_WEEKS))
    badge = change_badge(negative.change, lang, more_is_bad=True)
    return Tile(label, value, None, tuple(details), badge)


def _other(figure: ScaleFigure, lang: Lang) -> str:
    if figure.score is None:
        return scale_name(figure.scale, lang)
    value, margin = headline_score(figure.score, figure.scale, lang)
    shown = f"{value} {margin}" if margin else value
    return f"{scale_name(figure.scale, lang)} {shown} ({_answers(figure.n, lang)})"


def _answers(n: int, lang: Lang) -> str:
    return say("tile.answer" if n == 1 else "tile.answers", lang, n=number(n, lang))
