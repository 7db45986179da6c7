"""Figures of any choice of contacts: their cost, who leaves after them, who buys again."""

from __future__ import annotations

import numpy as np

from nlp.intervals import wilson
from nlp.kpis.intervals import estimate_duration
from nlp.value.book import Book, Bools, Floats
from nlp.value.cells import as_day
from nlp.value.effects import ShareEffect
from nlp.value.figures import Absent, Figure, Group, Part
from nlp.value.notes import Note
from nlp.value.sums import Total, times_effect


def contact_cost(book: Book, costs: Floats, chosen: Bools, days: int | None) -> Part:
    """Cost of contacts, with its pace a week and a year.

    Args:
        book: The contacts.
        costs: Cost of each contact, NaN where none is stated for its channel; (n,).
        chosen: Those it is about; (n,).
        days: Days of the period; ``None`` where it is not known.
    """
    priced = chosen & ~np.isnan(costs)
    if not priced.any():
        named = ", ".join(sorted(book.frame["channel"][chosen].unique()))
        return Part(
            absent=(Absent("contact_cost", Note("no_channel_priced", {"channels": named})),)
        )
    total = Total.of(np.bincount(book.clusters[priced], costs[priced]).astype(np.float64))
    low, high = map(float, total.limits())
    n, n_left_out = int(priced.sum()), int((chosen & ~priced).sum())
    return Part((Figure("contact_cost", total.value, low, high, n, n_left_out, period_days=days),))


def effect_figure(figure: str, effect: ShareEffect | Note, n_mentions: int) -> Part:
    """An effect as a figure, or why there is none.

    Args:
        figure: Code of the figure.
        effect: The effect, or the reason.
        n_mentions: Contacts that mention the irritant, judged or not.
    """
    if isinstance(effect, Note):
        return Part(absent=(Absent(figure, effect),))
    return Part((_of_effect(figure, effect, (effect.value, effect.low, effect.high),
                            effect.n, n_mentions - effect.n),))  # fmt: skip


def value_at_risk(
    book: Book, effect: ShareEffect | Note, mentions: Bools, figure: str, values: Floats
) -> Part:
    """Yearly value at risk: the effect on leaving x the value of the customers concerned.

    Args:
        book: The contacts.
        effect: The effect on leaving, or why there is none.
        mentions: Contacts that mention the irritant; (n,).
        figure: ``revenue_at_risk`` or ``margin_at_risk``.
        values: Yearly value of each customer of the file, NaN where unknown; (m,).
    """
    if isinstance(effect, Note):
        return Part(absent=(Absent(figure, effect),))
    concerned = values[book.rows[book.first_of(mentions)]]
    known = concerned[~np.isnan(concerned)]
    if not known.size:
        return Part(absent=(Absent(figure, Note("nothing_known")),))
    total = Total.of(known)
    low, high = times_effect(total, effect.value, effect.low, effect.high)
    n_everyone = len(np.unique(book.clusters[mentions]))
    spread = (total.value * effect.value, low, high)
    return Part((_of_effect(figure, effect, spread, known.size, n_everyone - known.size),))


def repurchase(book: Book, chosen: Bools, *, amounts: bool) -> Part:
    """Who buys again within the window after their first contact, and for how much.

    Args:
        book: The contacts, with purchases.
        chosen: Contacts it is about; (n,).
        amounts: Whether the company gives the amounts of purchases.
    """
    first = book.first_of(chosen)
    judged = first[book.over[first]]
    n_everyone = len(np.unique(book.clusters[chosen]))
    names = ("repurchase_rate", "repurchase_amount") if amounts else ("repurchase_rate",)
    if not judged.size:
        return Part(absent=tuple(Absent(name, no_window(book)) for name in names))
    n_bought, spent = book.purchases_after(judged)
    part = Part((share_figure("repurchase_rate", n_bought > 0, n_everyone),))
    known = spent[~np.isnan(spent)]
    if not amounts:
        return part
    if not known.size:
        return part + Part(absent=(Absent("repurchase_amount", Note("nothing_known")),))
    mean = estimate_duration(known, np.arange(known.size))
    n_left_out = n_everyone - known.size
    amount = Figure("repurchase_amount", mean.value, mean.low, mean.high, known.size, n_left_out)
    return part + Part((amount,))


def share_figure(figure: str, yes: Bools, n_everyone: int, group: Group | None = None) -> Figure:
    """A share of customers, each counted once, with Wilson's interval.

    Args:
        figure: Code of the figure.
        yes: Whether each judged customer does it; at least one.
        n_everyone: Customers it is about, judged or not.
        group: Which customers.
    """
    share = float(yes.mean())
    low, high = map(float, wilson(share, yes.size))
    return Figure(figure, share, low, high, yes.size, n_everyone - yes.size, group=group)


def no_window(book: Book) -> Note:
    """Say that no window is over."""
    until = "–" if book.until is None else as_day(book.until).isoformat()
    return Note("no_window_over", {"days": str(book.window), "until": until})


def _of_effect(
    figure: str,
    effect: ShareEffect,
    spread: tuple[float, float, float],
    n: int,
    n_left_out: int,
) -> Figure:
    return Figure(
        figure,
        *spread,
        n=n,
        n_left_out=n_left_out,
        verdict=effect.verdict,
        q_value=effect.q_value,
        passenger_of=effect.passenger_of,
    )
